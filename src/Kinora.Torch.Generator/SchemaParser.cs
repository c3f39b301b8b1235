using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace Kinora.Torch.Generator;

/// <summary>Reads one line of <c>operators.txt</c>; what it does not understand is a <see cref="FormatException"/>.</summary>
internal static class SchemaParser
{
    private static readonly Regex Head = new(@"^(?<space>\w+)::(?<name>\w+)(\.(?<overload>\w+))?\(", RegexOptions.ExplicitCapture);
    private static readonly Regex Alias = new(@"\([^)]*\)", RegexOptions.ExplicitCapture);
    private static readonly Regex Length = new(@"\[\d+\]", RegexOptions.ExplicitCapture);

    public static Schema Parse(string line)
    {
        var head = Head.Match(line);
        var arrow = line.LastIndexOf(") -> ", StringComparison.Ordinal);
        if (!head.Success || arrow < head.Length - 1)
        {
            throw new FormatException("a schema looks like aten::name.overload(Tensor self, ...) -> Tensor");
        }

        var arguments = new List<SchemaArgument>();
        foreach (var part in Split(line.Substring(head.Length, arrow - head.Length)))
        {
            // After the star arguments are passed by name only; C# has no such rule.
            if (part != "*")
            {
                arguments.Add(ParseArgument(part));
            }
        }

        return new Schema(line, head.Groups["name"].Value, arguments, ParseReturns(line.Substring(arrow + 5)));
    }

    private static SchemaArgument ParseArgument(string part)
    {
        // The default may hold spaces; nothing before the equals sign of a default does but the gap between type and name.
        var equals = part.IndexOf('=');
        var declaration = equals < 0 ? part : part.Substring(0, equals);
        var gap = declaration.LastIndexOf(' ');
        if (gap < 0)
        {
            throw new FormatException($"'{part}' is no argument: a type and a name");
        }

        var type = declaration.Substring(0, gap);
        return new SchemaArgument(Plain(type), declaration.Substring(gap + 1), equals < 0 ? null : part.Substring(equals + 1), IsWritten(type));
    }

    private static List<SchemaReturn> ParseReturns(string text)
    {
        var returns = new List<SchemaReturn>();
        foreach (var part in Split(text.StartsWith("(", StringComparison.Ordinal) ? text.Substring(1, text.Length - 2) : text))
        {
            var gap = part.LastIndexOf(' ');
            var named = gap > 0 && part[gap - 1] != '>';
            var type = named ? part.Substring(0, gap) : part;
            returns.Add(new SchemaReturn(Plain(type), named ? part.Substring(gap + 1) : null, IsWritten(type)));
        }

        return returns;
    }

    private static string Plain(string type) =>
        Length.Replace(Alias.Replace(type, ""), "[]").Replace("SymInt", "int");

    private static bool IsWritten(string type) => type.Contains("!)");

    /// <summary>Cuts at commas that lie outside brackets and quotes.</summary>
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var depth = 0;
        var quoted = false;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"': quoted = !quoted; break;
                case '(' or '[' when !quoted: depth++; break;
                case ')' or ']' when !quoted: depth--; break;
                case ',' when depth == 0 && !quoted:
                    parts.Add(text.Substring(start, i - start).Trim());
                    start = i + 1;
                    break;
            }
        }

        var last = text.Substring(start).Trim();
        if (last.Length > 0)
        {
            parts.Add(last);
        }

        return parts;
    }
}
