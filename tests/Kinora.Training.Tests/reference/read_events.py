"""Reads TensorBoard event files without TensorBoard: records, checksums and messages from the published descriptions alone.

usage: read_events.py FILE ...
Prints a JSON list with one object per event, in the order of the files.
"""
import json
import struct
import sys


def crc32c(data):
    """Bit by bit, from the polynomial of RFC 3720."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(path):
    with open(path, "rb") as file:
        content = file.read()
    at = 0
    while at < len(content):
        (length,) = struct.unpack_from("<Q", content, at)
        (sum_of_length,) = struct.unpack_from("<I", content, at + 8)
        data = content[at + 12:at + 12 + length]
        (sum_of_data,) = struct.unpack_from("<I", content, at + 12 + length)
        assert len(data) == length, "a record is cut short"
        assert sum_of_length == masked(content[at:at + 8]), "the checksum of a length is wrong"
        assert sum_of_data == masked(data), "the checksum of a message is wrong"
        yield data
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return value, at


def fields(data):
    """The fields of a message as (number, value): ints, doubles, floats, or bytes."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 1:
            (value,), at = struct.unpack_from("<d", data, at), at + 8
        elif kind == 5:
            (value,), at = struct.unpack_from("<f", data, at), at + 4
        elif kind == 2:
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
        else:
            raise ValueError(f"wire type {kind}")
        yield number, value


def one(data):
    return dict(fields(data))


def size_of(image):
    """Height and width of a PNG or a JPEG, from its header."""
    if image[:8] == b"\x89PNG\r\n\x1a\n":
        return struct.unpack(">II", image[16:24])[::-1]
    assert image[:2] == b"\xff\xd8", "neither PNG nor JPEG"
    at = 2
    while image[at + 1] not in (0xC0, 0xC2):
        at += 2 + struct.unpack(">H", image[at + 2:at + 4])[0]
    return struct.unpack(">HH", image[at + 5:at + 9])


def value_of(data):
    found = one(data)
    result = {"tag": found[1].decode()}
    if 2 in found:
        result["scalar"] = found[2]
    if 4 in found:
        image = one(found[4])
        assert size_of(image[4]) == (image[1], image[2]), "the size of a picture is another"
        result["image"] = [image[1], image[2], image[3]]
    if 8 in found:
        tensor = one(found[8])
        assert tensor[1] == 7, "no strings"
        assert one(one(tensor[2])[2])[1] == 1, "not one string"
        assert one(one(found[9])[1])[1] == b"text", "not for the text plugin"
        result["text"] = tensor[8].decode()
    return result


def event_of(data):
    found = one(data)
    event = {"time": found[1], "step": found.get(2, 0)}
    if 3 in found:
        event["file_version"] = found[3].decode()
    if 5 in found:
        event["values"] = [value_of(value) for number, value in fields(found[5]) if number == 1]
    if 7 in found:
        event["session"] = one(found[7])[1]
    return event


assert crc32c(b"123456789") == 0xE3069283
print(json.dumps([event_of(record) for path in sys.argv[1:] for record in records(path)]))
