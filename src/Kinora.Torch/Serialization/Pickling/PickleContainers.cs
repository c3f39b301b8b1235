using System.Numerics;

namespace Kinora.Torch.Serialization.Pickling;

/// <summary>What may be a key of a dictionary or a member of a set, and sets made of such.</summary>
internal static class PickleContainers
{
    /// <summary>
    /// Text, numbers and truth values only: the hash of a tuple can be made to take for ever by nesting shared tuples,
    /// and state dicts have no other keys.
    /// </summary>
    public static object Key(object? value) => value is string or long or double or bool or BigInteger
        ? value
        : throw new InvalidDataException($"refused: its pickle has a key or set member that is {Describe(value)}; accepted are text, numbers and truth values");

    public static HashSet<object> Set(IEnumerable<object?> values) => [.. values.Select(Key)];

    public static string Describe(object? value) => value switch
    {
        null => "None",
        object?[] => "a tuple",
        List<object?> => "a list",
        byte[] => "bytes",
        OrderedDictionary<object, object?> => "a dictionary",
        HashSet<object> => "a set",
        Tensor => "a tensor",
        string => "a text",
        long or BigInteger or double => "a number",
        bool => "a truth value",
        _ => "of another kind",
    };
}
