"""Opens a results file with h5py: scales on every axis, attributes as text, and the values written.

If the xxhash module is there, the digest is also computed from its description in sim/output/digest.h.
"""
import struct
import sys

import h5py

path, cells = sys.argv[1:]
file = h5py.File(path, "r")

for line in open(cells, encoding="utf-8"):
    place, *index, value = line.split()
    assert file[place][tuple(map(int, index))] == float(value), line

queue = file["monthly/queue"]
assert [list(axis.keys())[0] for axis in queue.dims] == [
    "scenario", "replication", "month", "queue_category", "area"]
assert queue.attrs["long_name_nn"] == "barn som ventar på fosterheim"
assert queue.chunks[:2] == (1, 32) and queue.compression == "gzip" and queue.shuffle
assert file["monthly"].attrs["signal"] == "queue"
assert list(file["monthly"].attrs["axes"])[4] == "area"
assert list(file["area_label_nb"].asstr()) == ["Nord", "Midt", "Vest", "Sør", "Øst", "Oslo"]
assert list(file["area"].attrs["flag_values"]) == [0, 1, 2, 3, 4, 5]
assert file["parameters/breakdown"].attrs["unit"] == "1/year"


def check(name, item):
    """Every object keeps creation order, every axis of a dataset has a scale, every scale its number."""
    order = item.id.get_create_plist().get_attr_creation_order()
    assert order == h5py.h5p.CRT_ORDER_TRACKED | h5py.h5p.CRT_ORDER_INDEXED, name
    if isinstance(item, h5py.Group):
        order = item.id.get_create_plist().get_link_creation_order()
        assert order == h5py.h5p.CRT_ORDER_TRACKED | h5py.h5p.CRT_ORDER_INDEXED, name
    elif h5py.h5ds.is_scale(item.id):
        numbers.append(int(item.attrs["_Netcdf4Dimid"]))
    else:
        assert all(len(axis) == 1 for axis in item.dims), name
    if isinstance(item, h5py.Dataset):
        assert item.dtype in ("<i4", "<f8") or h5py.check_string_dtype(item.dtype), name


numbers = []
file.visititems(check)
assert sorted(numbers) == list(range(len(numbers)))


def digest():
    hasher = xxhash.xxh3_128()
    names = []
    file.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Dataset) else None)
    for name in sorted(names, key=lambda name: name.encode()):
        if name.startswith("run/"):
            continue
        data = file[name]
        text = h5py.check_string_dtype(data.dtype) is not None
        kind = "text" if text else {"<i4": "int32", "<f8": "float64"}[data.dtype.str]
        hasher.update(name.encode() + b"\0" + kind.encode() + b"\0")
        hasher.update(struct.pack("<%dQ" % (data.ndim + 1), data.ndim, *data.shape))
        if text:
            for value in data[...].ravel():
                hasher.update(struct.pack("<Q", len(value)) + value)
        else:
            hasher.update(data[...].tobytes())
    return "xxh3:" + hasher.hexdigest()


try:
    import xxhash
except ImportError:
    print("digest not recomputed: no xxhash module")
else:
    assert digest() == file.attrs["digest"], digest()
