"""Through which part of the register, and which export, it left."""
