using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Kinora.Cli.Options;

/// <summary>How one type of value is written on the command line, in a recipe and in help.</summary>
/// <param name="Placeholder">Stands for the value in help: <c>N</c>.</param>
/// <param name="Meaning">The value in words, for messages: <c>a whole number</c>.</param>
/// <param name="Parse">The value of a text, or null when the text is none.</param>
/// <param name="Write">The text of a value; <paramref name="Parse"/> gives the same value back.</param>
internal sealed record ValueFormat(string Placeholder, string Meaning, Func<string, object?> Parse, Func<object, string> Write)
{
    /// <summary>All texts there are, for a type that is a choice of words; otherwise null.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>The format of a type, or null when options cannot have that type.</summary>
    public static ValueFormat? Of(Type type) => type switch
    {
        _ when type == typeof(int) => new("N", "a whole number", text => int.TryParse(text, NumberStyles.AllowLeadingSign, Invariant, out var value) ? value : null, WriteInvariant),
        _ when type == typeof(long) => new("N", "a whole number", text => long.TryParse(text, NumberStyles.AllowLeadingSign, Invariant, out var value) ? value : null, WriteInvariant),
        _ when type == typeof(double) => new("X", "a number", text => double.TryParse(text, NumberStyles.Float, Invariant, out var value) && double.IsFinite(value) ? value : null, value => WriteDouble((double)value)),
        _ when type == typeof(bool) => Switch,
        _ when type == typeof(string) => Text,
        _ when type == typeof(TimeSpan) => new("TIME", "a time such as 90s, 30m, 2h or 1h30m", text => ParseTime(text), value => WriteTime((TimeSpan)value)),
        _ when type.IsEnum => OfEnum(type),
        _ => null,
    };

    /// <summary>On or off.</summary>
    public static ValueFormat Switch { get; } =
        new("true|false", "true or false", text => ParseBool(text), value => (bool)value ? "true" : "false");

    /// <summary>Any text.</summary>
    public static ValueFormat Text { get; } = new("TEXT", "a text", text => text, value => (string)value);

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    /// <summary>A text without distinctions that nobody means: <c>RandomStride</c>, <c>random-stride</c> and <c>random_stride</c> are one.</summary>
    public static string Fold(string text) => text.Replace("-", "").Replace("_", "").ToLowerInvariant();

    private static ValueFormat OfEnum(Type type)
    {
        var names = Enum.GetNames(type).ToDictionary(name => NameOf(type, name), name => Enum.Parse(type, name));
        return new(
            "NAME",
            "a name",
            text => names.FirstOrDefault(pair => Fold(pair.Key) == Fold(text)).Value,
            value => names.First(pair => pair.Value.Equals(value)).Key)
        {
            Words = [.. names.Keys],
        };
    }

    // A member that is written otherwise than its name is spelt (opencv-bilinear) says so, for files and command lines alike.
    private static string NameOf(Type type, string member) =>
        type.GetField(member)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? Naming.Kebab(member);

    private static string WriteInvariant(object value) => ((IFormattable)value).ToString(null, Invariant);

    /// <summary>The shortest text that gives the same number; with a point even before an exponent, which YAML 1.1 asks for.</summary>
    public static string WriteDouble(double value)
    {
        var text = value.ToString("R", Invariant).Replace('E', 'e');
        var exponent = text.IndexOf('e');
        return exponent > 0 && !text.Contains('.') ? text.Insert(exponent, ".0") : text;
    }

    private static bool? ParseBool(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => null,
    };

    private static TimeSpan? ParseTime(string text)
    {
        var total = TimeSpan.Zero;
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) || text[i] == '.')
            {
                continue;
            }

            if (!double.TryParse(text.AsSpan(digits, i - digits), NumberStyles.AllowDecimalPoint, Invariant, out var amount) || amount > 1e6)
            {
                return null;
            }

            switch (text[i])
            {
                case 'h': total += TimeSpan.FromHours(amount); break;
                case 'm': total += TimeSpan.FromMinutes(amount); break;
                case 's': total += TimeSpan.FromSeconds(amount); break;
                default: return null;
            }

            digits = i + 1;
        }

        return text.Length > 0 && digits == text.Length ? total : null;
    }

    private static string WriteTime(TimeSpan value)
    {
        var parts = new List<string>();
        if (value.TotalHours >= 1)
        {
            parts.Add($"{(int)value.TotalHours}h");
        }

        if (value.Minutes > 0)
        {
            parts.Add($"{value.Minutes}m");
        }

        var seconds = (value - TimeSpan.FromMinutes(Math.Floor(value.TotalMinutes))).TotalSeconds;
        if (seconds > 0 || parts.Count == 0)
        {
            parts.Add(seconds.ToString("0.#######", Invariant) + "s");
        }

        return string.Concat(parts);
    }
}
