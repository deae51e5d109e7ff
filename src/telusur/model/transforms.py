"""What a dump made of a register's values before it was offered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Transform:
    """One way in which a dump column holds a register column. SQL: ``vocabulary/transforms.py``.

    Attributes:
        kind: 'hash'; 'ends' (the first ``head`` and last ``tail`` letters and digits); 'cut' (text
            cut off behind ``head`` characters); 'words' (the first ``head`` of each word);
            'address' (an e-mail address masked before its @); 'recoded' (another code for each
            value); 'label' (the code's label); 'joined' (``parts`` put together).
        form: of the register's value that it was made from, see ``vocabulary.transforms.FORMS``.
        algorithm: of a hash: 'md5', 'sha1' or 'sha256'.
        head: characters kept of the beginning.
        tail: characters kept of the end.
        masked: whether stars or the like stand for what is left out.
        codes: relation of ``i``, ``j`` (the pair), ``a`` (the dump's) and ``b`` (the register's
            value, both bare) of what is recoded or labelled.
        pair: the ``i`` and ``j`` in ``codes``.
        side: which side's ``parts`` are joined: 'dump' or 'register'.
        parts: positions of the joined columns, in order.
        widths: digits that each part is filled up to with zeros; 0: as it is.
    """

    kind: str
    form: str = "plain"
    algorithm: str = ""
    head: int = 0
    tail: int = 0
    masked: bool = False
    codes: str = ""
    pair: tuple[int, int] = (0, 0)
    side: str = ""
    parts: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether values that differ stay different, as in a key they must."""
        return self.kind == "hash"
