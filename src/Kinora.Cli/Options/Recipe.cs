using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Kinora.Cli.Options;

/// <summary>Reads a recipe: YAML with the options' keys, flat or under sections.</summary>
internal static class Recipe
{
    /// <summary>The options of a recipe in their order, and what is wrong with its form.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="sections">The mappings that may enclose options.</param>
    /// <param name="isOption">Whether a key is an option's own name.</param>
    public static (IReadOnlyList<Given> Options, IReadOnlyList<string> Mistakes) Read(
        string text, string name, IReadOnlyCollection<string> sections, Func<string, bool> isOption)
    {
        var options = new List<Given>();
        var mistakes = new List<string>();
        var yaml = new YamlStream();
        try
        {
            using var reader = new StringReader(text);
            yaml.Load(reader);
        }
        catch (YamlException e)
        {
            // YamlDotNet puts the place in front of some of its messages.
            return ([], [$"{name}, line {e.Start.Line}: not YAML: {(e.InnerException ?? e).Message}"]);
        }

        if (yaml.Documents.Count == 0)
        {
            return ([], []);
        }

        if (yaml.Documents[0].RootNode is not YamlMappingNode root)
        {
            return ([], [$"{name}: expected keys with values, such as epochs: 20"]);
        }

        ReadMapping(root, section: null);
        return (options, mistakes);

        void ReadMapping(YamlMappingNode mapping, string? section)
        {
            foreach (var (keyNode, valueNode) in mapping.Children)
            {
                var key = Naming.Key((keyNode as YamlScalarNode)?.Value ?? "");
                var place = $"{name}, line {keyNode.Start.Line}: {key}";
                if (valueNode is YamlMappingNode inner)
                {
                    if (section is null && sections.Contains(key))
                    {
                        ReadMapping(inner, key);
                    }
                    else
                    {
                        mistakes.Add(section is null
                            ? $"{place}: unknown section, expected one of {string.Join(", ", sections)}"
                            : $"{place}: found keys inside it, expected a value");
                    }

                    continue;
                }

                var nodes = valueNode is YamlSequenceNode sequence ? sequence.Children : [valueNode];
                if (nodes.Any(node => node is not YamlScalarNode))
                {
                    mistakes.Add($"{place}: found a list with keys or lists inside, expected plain values");
                    continue;
                }

                options.Add(new(Aliases.Resolve(section, key, isOption), [.. nodes.Select(node => ((YamlScalarNode)node).Value ?? "")], place)
                {
                    IsNone = valueNode is YamlScalarNode scalar && IsNone(scalar),
                });
            }
        }
    }

    /// <summary>YAML's null, or the word none; in quotes both are words like others.</summary>
    private static bool IsNone(YamlScalarNode node) =>
        node.Style == ScalarStyle.Plain && node.Value is null or "" or "~" or "null" or "Null" or "NULL" or "none";
}
