"""Fisher and Yates by SplitMix64 and FNV-1a, written from their papers: prints the order that SplitterTests holds."""
MASK = 2**64 - 1
STEP = 0x9E3779B97F4A7C15


def mix(z):
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


def fnv(text):
    h = 0xCBF29CE484222325
    for byte in text.encode():
        h = (h ^ byte) * 0x100000001B3 & MASK
    return h


def order(count, seed, epoch, purpose):
    state = mix((mix((mix((seed + STEP) & MASK) + epoch) & MASK) ^ fnv(purpose)))
    numbers = list(range(count))
    for i in range(count - 1, 0, -1):
        bits = mix((state + STEP * (i + 1)) & MASK)
        j = bits * (i + 1) >> 64
        numbers[i], numbers[j] = numbers[j], numbers[i]
    return numbers


print(order(10, 42, 0, "clips"))
