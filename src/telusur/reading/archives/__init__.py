"""Archives: opened by content, unpacked member by member under caps, in the quarantine.

    files.read_file ─► walk.py ─► zip.py, tar.py, libarchive.py ─► each member: walk.py again
                          │           (interface.Archive)              └─► files.read_content
                          └─ caps.py: bytes, ratio, depth, entries;  parts.py: split files as one

Nothing is ever extracted under a name of the archive's: a member's bytes go to one file of our own
in the private work directory, are hashed on the way, read, and removed before the next. Links,
devices and other entries that are no regular file are listed and not followed. What holds no table
is listed with its reason.
"""
