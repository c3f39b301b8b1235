using System.Globalization;
using System.Numerics;
using System.Text;

namespace Kinora.Torch.Tests.Serialization;

/// <summary>Any value of a weight file as one line of text, exact to the bit. reference/canonical.py writes the same.</summary>
internal static class PthValues
{
    public static string Canonical(object? value) => value switch
    {
        null => "None",
        bool truth => truth ? "True" : "False",
        long or BigInteger => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        double real => $"f:{BitConverter.DoubleToUInt64Bits(real):x16}",
        string text => "s:" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        byte[] bytes => "b:" + Convert.ToHexStringLower(bytes),
        long[] size => $"size[{string.Join(',', size)}]",
        DType type => $"dtype({Name(type)})",
        Tensor tensor => $"tensor({Name(tensor.DType)},[{string.Join(',', tensor.Shape)}],[{string.Join(',', tensor.Strides)}],{Convert.ToHexStringLower(tensor.ToBytes())})",
        List<object?> list => $"[{string.Join(',', list.Select(Canonical))}]",
        object?[] tuple => $"({string.Join(',', tuple.Select(Canonical))})",
        HashSet<object> set => $"set({string.Join(',', set.Select(Canonical).Order(StringComparer.Ordinal))})",
        OrderedDictionary<object, object?> dictionary => "{" + string.Join(',', dictionary.Select(item => $"{Canonical(item.Key)}={Canonical(item.Value)}")) + "}",
        _ => throw new ArgumentException($"a {value.GetType()} is none of the documented types", nameof(value)),
    };

    private static string Name(DType type) => type.ToString().ToLowerInvariant();
}
