namespace Kinora.Cli.Options;

/// <summary>One name in its spellings: property <c>BatchSize</c>, key <c>batch_size</c>, flag <c>--batch-size</c>.</summary>
internal static class Naming
{
    public static string Snake(string propertyName) => Join(propertyName, '_');

    public static string Kebab(string propertyName) => Join(propertyName, '-');

    /// <summary>The flag of a key.</summary>
    public static string Flag(string key) => "--" + key.Replace('_', '-');

    /// <summary>The key of a flag in either spelling, or of a key.</summary>
    public static string Key(string flagOrKey) => flagOrKey.TrimStart('-').Replace('-', '_');

    /// <summary>Words start at a capital after a small letter or digit, or at the last capital of a row: <c>UseEMADecay</c> is use, ema, decay.</summary>
    private static string Join(string name, char separator)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                text.Append(separator);
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
