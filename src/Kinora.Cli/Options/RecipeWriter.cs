using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kinora.Cli.Options;

/// <summary>Writes every option with its value as a recipe, which gives the same values when read.</summary>
internal static class RecipeWriter
{
    /// <param name="title">The first line, a comment.</param>
    /// <param name="values">In the order in which they are to stand; options of one section follow each other.</param>
    public static string Write(string title, IEnumerable<(OptionProperty Option, object? Value)> values)
    {
        using var text = new StringWriter { NewLine = "\n" };
        text.Write($"# {title}\n");
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        emitter.Emit(new MappingStart());
        foreach (var section in values.GroupBy(pair => pair.Option.Section))
        {
            emitter.Emit(Plain(section.Key));
            emitter.Emit(new MappingStart());
            foreach (var (option, value) in section)
            {
                emitter.Emit(Plain(Aliases.KeyInSection(section.Key, option.Key)));
                WriteValue(emitter, option, value);
            }

            emitter.Emit(new MappingEnd());
        }

        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void WriteValue(Emitter emitter, OptionProperty option, object? value)
    {
        var texts = option.Write(value);
        if (texts is null)
        {
            emitter.Emit(Plain("null"));
        }
        else if (option.IsList || option.IsSize)
        {
            emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Flow));
            foreach (var text in texts)
            {
                emitter.Emit(Value(text, option.IsText));
            }

            emitter.Emit(new SequenceEnd());
        }
        else
        {
            emitter.Emit(Value(texts[0], option.IsText));
        }
    }

    private static Scalar Plain(string text) => new(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: true);

    /// <summary>Text that YAML would take for something else, or for nothing, is quoted.</summary>
    private static Scalar Value(string text, bool isText)
    {
        var isAmbiguous = isText && (text.Length == 0 || text is "~" || double.TryParse(text, out _)
            || text.ToLowerInvariant() is "null" or "none" or "true" or "false" or "yes" or "no" or "on" or "off");
        return isAmbiguous
            ? new(AnchorName.Empty, TagName.Empty, text, ScalarStyle.SingleQuoted, isPlainImplicit: false, isQuotedImplicit: true)
            : new(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Any, isPlainImplicit: true, isQuotedImplicit: true);
    }
}
