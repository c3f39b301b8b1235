"""The golden numbers of ClipDrawTests, computed apart from Kinora: SplitMix64 entered by FNV-1a, in Python's whole numbers."""
ALL = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


def mix(z):
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & ALL
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & ALL
    return z ^ (z >> 31)


def hashed(text):
    value = 0xCBF29CE484222325
    for unit in text.encode():
        value = (value ^ unit) * 0x100000001B3 & ALL
    return value


def draw(seed, epoch, key):
    return mix(mix(mix((seed & ALL) + STEP & ALL) + epoch & ALL) ^ hashed(key))


def bits(state, index):
    return mix(state + STEP * (index + 1) & ALL)


def fraction(state, index):
    return (bits(state, index) >> 11) / (1 << 53)


clip = draw(42, 3, "walk/daria_walk.avi")
print([bits(clip, 0), bits(clip, 1), bits(clip, 2**31 - 1), bits(mix(clip ^ hashed("start")), 0), bits(draw(-1, 0, "Grüße/跳.mp4"), 0)])
print([bits(clip, i) * bound >> 64 for i, bound in enumerate([10, 1000, 2**31 - 1])])
print([fraction(clip, 0), -2 + 7 * fraction(clip, 1)])
