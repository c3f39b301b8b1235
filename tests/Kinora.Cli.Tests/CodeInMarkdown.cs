using System.Text.RegularExpressions;

namespace Kinora.Cli.Tests;

/// <summary>The code in a Markdown file: blocks between fences, and spans in the text.</summary>
internal static partial class CodeInMarkdown
{
    /// <summary>A block between fences.</summary>
    /// <param name="Language">What stands after the opening fence; empty where nothing does.</param>
    /// <param name="FirstLine">The number of its first line in the file, from 1.</param>
    /// <param name="Text">Its lines.</param>
    public sealed record Block(string Language, int FirstLine, IReadOnlyList<string> Text)
    {
        /// <summary>Its commands: comments and prompts taken off, lines that end in a backslash joined with the next.</summary>
        public IEnumerable<string> Commands()
        {
            var joined = Regex.Replace(string.Join('\n', Text), @"\\\n\s*", "");
            return joined.Split('\n').Select(line => Comment().Replace(line, "").Trim()).Where(line => line.Length > 0);
        }
    }

    public static IReadOnlyList<Block> Blocks(string markdown)
    {
        var blocks = new List<Block>();
        List<string>? open = null;
        foreach (var (i, line) in markdown.Split('\n').Index())
        {
            if (!line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                open?.Add(line);
            }
            else if (open is null)
            {
                open = [];
                blocks.Add(new Block(line.Trim().Trim('`').Trim(), i + 2, open));
            }
            else
            {
                open = null;
            }
        }

        Assert.True(open is null, "a fence of the file is not closed");
        return blocks;
    }

    /// <summary>Code within lines of text, outside of fences.</summary>
    public static IEnumerable<string> Spans(string markdown)
    {
        var isFenced = false;
        foreach (var line in markdown.Split('\n'))
        {
            var isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            isFenced ^= isFence;
            foreach (Match span in isFenced || isFence ? [] : (IEnumerable<Match>)Span().Matches(line))
            {
                yield return span.Groups[1].Value;
            }
        }
    }

    [GeneratedRegex(@"(^|\s)#(\s.*)?$")]
    private static partial Regex Comment();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();
}
