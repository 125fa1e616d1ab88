"""The room's plain values: kinds, names, codes, rows as other rooms receive them, and upload checks."""
