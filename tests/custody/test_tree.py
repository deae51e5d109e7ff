"""The tree of RFC 6962, against its published vectors and against itself."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.custody.tree import (
    EMPTY_ROOT,
    consistency_proof,
    extends,
    includes,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    roots,
)

# The eight leaves and the roots of their trees that certificate-transparency's own tests use.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
sizes = st.integers(1, 70)


def some(size: int) -> list[bytes]:
    return [leaf_hash(bytes([n])) for n in range(size)]


def test_the_empty_tree() -> None:
    assert root([]) == EMPTY_ROOT == hashlib.sha256().digest()
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size: int) -> None:
    assert root(HASHES[:size]).hex() == ROOTS[size - 1]


def test_published_roots_in_one_pass() -> None:
    assert [made.hex() for made in roots(HASHES)] == ROOTS


def test_published_proofs() -> None:
    node_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    assert [part.hex() for part in inclusion_proof(0, HASHES)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [part.hex() for part in inclusion_proof(5, HASHES)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        node_6_7,
        ROOTS[3],
    ]
    assert [part.hex() for part in consistency_proof(6, HASHES)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        node_6_7,
        ROOTS[3],
    ]


@given(sizes)
def test_roots_agree_with_the_definition(size: int) -> None:
    leaves = some(size)
    assert list(roots(leaves)) == [root(leaves[:n]) for n in range(1, size + 1)]


@given(sizes, st.data())
def test_every_leaf_is_proved_and_no_other(size: int, data: st.DataObject) -> None:
    leaves = some(size)
    index = data.draw(st.integers(0, size - 1))
    proof, whole = inclusion_proof(index, leaves), root(leaves)
    assert includes(leaves[index], index, size, proof, whole)
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != index) | st.just(size))
    assert not includes(leaves[index], other, size, proof, whole)
    assert not includes(leaf_hash(b"another"), index, size, proof, whole)
    assert not includes(leaves[index], index, size, [*proof, whole], whole)
    if proof:
        assert not includes(leaves[index], index, size, proof[:-1], whole)


@given(sizes, st.data())
def test_every_earlier_tree_is_extended_and_no_other(size: int, data: st.DataObject) -> None:
    leaves = some(size)
    first = data.draw(st.integers(1, size))
    proof, old, new = consistency_proof(first, leaves), root(leaves[:first]), root(leaves)
    assert extends(first, size, old, new, proof)
    assert not extends(first, size, leaf_hash(b"another"), new, proof)
    assert not extends(first, size, old, leaf_hash(b"another"), proof)
    assert not extends(first, size, old, new, [*proof, new])
    if first < size:
        assert not extends(first, size, old, new, proof[:-1])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_proof_of_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_proof(index, some(size))


@pytest.mark.parametrize(("first", "size"), [(0, 3), (4, 3)])
def test_no_proof_of_a_tree_that_was_not(first: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such tree"):
        consistency_proof(first, some(size))
    assert not extends(first, size, EMPTY_ROOT, EMPTY_ROOT, [])


def test_a_node_is_no_leaf() -> None:
    left, right = some(2)
    assert node_hash(left, right) != leaf_hash(left + right)
