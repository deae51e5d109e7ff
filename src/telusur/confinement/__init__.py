"""A process gives up what it does not need: files, network, other processes, memory.

Nothing here knows of dumps, and nothing beyond the standard library is imported: a process confines
itself before it loads any library that starts threads, since part of what the kernel offers binds
one thread and those that it starts later.
"""
