using System.Globalization;
using System.Text.RegularExpressions;

namespace Kinora.Torch.Recording;

/// <summary>What a recording needs of a line of operators.txt: the operator's name, and each argument's name and default.</summary>
internal sealed partial class OperatorSchema
{
    private OperatorSchema(string name, IReadOnlyList<SchemaArgument> arguments)
    {
        Name = name;
        Arguments = arguments;
    }

    /// <summary>With its name space, without its overload.</summary>
    public string Name { get; }

    public IReadOnlyList<SchemaArgument> Arguments { get; }

    /// <param name="text">Such as <c>aten::add_.Scalar(Tensor(a!) self, Scalar other, Scalar alpha=1) -> Tensor(a!)</c>; the library has accepted it.</param>
    public static OperatorSchema Parse(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = text.LastIndexOf(") -> ", StringComparison.Ordinal);
        var name = text[..open].Split('.')[0];
        return new OperatorSchema(
            name == "kinora::fast_conv3d" ? "aten::conv3d" : name,
            [.. Argument().Matches(text[(open + 1)..close]).Select(Read)]);
    }

    private static SchemaArgument Read(Match match)
    {
        var type = match.Groups["type"].Value;
        var value = match.Groups["default"] is { Success: true, Value: var text } ? Value(type, text) : null;
        return new SchemaArgument(match.Groups["name"].Value, type.Contains('!', StringComparison.Ordinal), value);
    }

    private static object? Value(string type, string text)
    {
        var isReal = type.StartsWith("float", StringComparison.Ordinal);
        switch (text)
        {
            case "None":
                return null;
            case "True" or "False":
                return text == "True";
            case ['"', .. var word, '"']:
                return word;
            case ['[', .. var list, ']']:
                var numbers = list.Split(", ", StringSplitOptions.RemoveEmptyEntries);
                return isReal ? numbers.Select(Real).ToArray() : numbers.Select(Integer).ToArray();
        }

        // int[3] stride=1 stands for [1, 1, 1].
        if (Length().Match(type) is { Success: true } length)
        {
            return Enumerable.Repeat(Integer(text), int.Parse(length.Groups["length"].Value, CultureInfo.InvariantCulture)).ToArray();
        }

        // A Scalar's 1 is whole, its 1. is real.
        var isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) && !isReal;
        return isWhole ? integer : (object)Real(text);
    }

    private static long Integer(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static double Real(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("""(?<type>\w+(\([^)]*\)|\[\d*\]|\?)*) (?<name>\w+)(=(?<default>"[^"]*"|\[[^\]]*\]|[^,]+))?""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Argument();

    [GeneratedRegex(@"\[(?<length>\d+)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Length();
}

/// <summary>An argument of a schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsWritten">Whether the operator writes to it.</param>
/// <param name="Default">Its default as a <see cref="GraphArgument.Value"/>; null where that is none, or where there is none.</param>
internal sealed record SchemaArgument(string Name, bool IsWritten, object? Default);
