using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Kinora.Torch.Generator;

/// <summary>From the library's snake_case to C#'s names.</summary>
internal static class Naming
{
    /// <summary><c>_foreach_add_</c> becomes <c>ForeachAdd_</c>: the trailing underscore of an operator in place stays.</summary>
    public static string Method(string name)
    {
        var pascal = Join(name, upperFirst: true);
        return name.EndsWith("_", System.StringComparison.Ordinal) ? pascal + "_" : pascal;
    }

    /// <summary><c>running_mean</c> becomes <c>runningMean</c>; a C# keyword gets its at sign.</summary>
    public static string Parameter(string name)
    {
        var camel = Join(name, upperFirst: false);
        return SyntaxFacts.GetKeywordKind(camel) == SyntaxKind.None ? camel : "@" + camel;
    }

    private static string Join(string name, bool upperFirst)
    {
        var text = new StringBuilder();
        var upper = upperFirst;
        foreach (var c in name)
        {
            if (c == '_')
            {
                upper |= text.Length > 0;
                continue;
            }

            text.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }

        return text.ToString();
    }
}
