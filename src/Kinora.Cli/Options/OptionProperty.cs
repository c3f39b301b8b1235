using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Kinora.Video;

namespace Kinora.Cli.Options;

/// <summary>
/// One option: a property of an options record, with what its attributes say. <c>[Description]</c> is its meaning and unit,
/// <c>[Range]</c> and <c>[AllowedValues]</c> are what it may be, <c>[Length]</c> how many values a list may have,
/// <c>[Category]</c> its section, <c>[Required]</c> that there is no default, <c>[Display(Prompt = "FOLDER")]</c> what help
/// prints for its value. The initialiser is the default; null in a nullable property means none.
/// </summary>
internal sealed class OptionProperty
{
    private readonly PropertyInfo property;
    private readonly Type? elementType;
    private readonly ValueFormat format;
    private readonly ValueRange? range;
    private readonly IReadOnlyList<string>? allowed;
    private readonly string? prompt;

    public OptionProperty(PropertyInfo property, object defaults, string section)
    {
        this.property = property;
        Key = Naming.Snake(property.Name);
        Section = property.GetCustomAttribute<CategoryAttribute>()?.Category ?? section;
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";
        Default = property.GetValue(defaults);
        IsRequired = property.GetCustomAttribute<RequiredAttribute>() is not null;
        prompt = property.GetCustomAttribute<DisplayAttribute>()?.Prompt;
        range = property.GetCustomAttribute<RangeAttribute>() is { } limits ? new(limits) : null;
        IsNullable = new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        elementType = type == typeof(FrameSize) ? typeof(int) : ElementOf(type);
        IsSize = type == typeof(FrameSize);
        IsList = elementType is not null && !IsSize;
        format = ValueFormat.Of(elementType ?? type)
            ?? throw new NotSupportedException($"{property.DeclaringType?.Name}.{property.Name}: an option cannot be a {type.Name}");
        var length = property.GetCustomAttribute<LengthAttribute>();
        (MinimumCount, MaximumCount) = IsSize ? (1, 2) : IsList ? (length?.MinimumLength ?? 0, length?.MaximumLength ?? int.MaxValue) : (1, 1);
        allowed = property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.OfType<object>().Select(format.Write).ToArray();
    }

    /// <summary>The name in recipes: <c>batch_size</c>.</summary>
    public string Key { get; }

    /// <summary>The name on the command line: <c>--batch-size</c>.</summary>
    public string Flag => Naming.Flag(Key);

    /// <summary>Where it stands in help and in recipes.</summary>
    public string Section { get; }

    /// <summary>One line of meaning, with the unit.</summary>
    public string Description { get; }

    public object? Default { get; }

    public bool IsRequired { get; }

    public bool IsNullable { get; }

    /// <summary>Its values are free text, which a recipe may have to quote.</summary>
    public bool IsText => format == ValueFormat.Text;

    /// <summary>On or off: <c>--x</c>, <c>--no-x</c>.</summary>
    public bool IsSwitch => format == ValueFormat.Switch && !IsList;

    /// <summary>Several values after one flag; a recipe has a sequence.</summary>
    public bool IsList { get; }

    /// <summary>A height and a width; one number stands for both.</summary>
    public bool IsSize { get; }

    public int MinimumCount { get; }

    public int MaximumCount { get; }

    /// <summary>What help prints for the value.</summary>
    public string Placeholder => prompt ?? (IsSize ? "H W" : Words is null ? format.Placeholder : ShowsWords ? string.Join('|', Words) : "NAME") + (IsList ? " …" : "");

    /// <summary>What a value must be: <c>a whole number from 1 to 4096</c>.</summary>
    public string Expectation
    {
        get
        {
            var one = Words is null ? format.Meaning + Space(Limits) : "one of " + string.Join(", ", Words);
            var text = IsSize ? $"a height and a width in pixels, or one number for both{(Limits is null ? "" : $", each{Space(Limits)}")}"
                : !IsList ? one
                : MaximumCount == int.MaxValue ? $"a list, each {one}"
                : MinimumCount == MaximumCount ? $"{MinimumCount} values, each {one}"
                : $"{MinimumCount} to {MaximumCount} values, each {one}";
            return IsNullable ? text + ", or none" : text;
        }
    }

    /// <summary>The words that are allowed, or null when the value is no word or any word goes.</summary>
    public IReadOnlyList<string>? Words => allowed ?? format.Words;

    /// <summary>The range in words, or null: <c>from 1 to 4096</c>, <c>1 or more</c>.</summary>
    public string? Limits => range?.ToString();

    /// <summary>The allowed values in words, for help; null when anything of the type goes, or where the placeholder says it.</summary>
    public string? Choice => Words is null ? Limits : ShowsWords && prompt is null ? null : "one of " + string.Join(", ", Words);

    private bool ShowsWords => Words is not null && Words.Sum(word => word.Length + 1) <= 20;

    /// <summary>The value that texts stand for, or a message that says what was expected.</summary>
    /// <param name="texts">As written, one for each value.</param>
    /// <param name="isNone">Written as no value: null in a recipe, none on the command line.</param>
    public (object? Value, string? Mistake) Parse(IReadOnlyList<string> texts, bool isNone = false)
    {
        if (isNone && IsNullable)
        {
            return (null, null);
        }

        // The word none may mean something where no value cannot.
        if (isNone && texts is not ["none"])
        {
            return (null, Found(["none"]));
        }

        var values = new List<object>();
        foreach (var text in texts)
        {
            // Allowed words are found without regard to case, hyphens and underscores.
            var word = allowed is null ? text : allowed.FirstOrDefault(word => ValueFormat.Fold(word) == ValueFormat.Fold(text));
            var value = word is null ? null : format.Parse(word);
            if (value is null || !(range?.Contains(value) ?? true))
            {
                return (null, Found(texts));
            }

            values.Add(value);
        }

        return values.Count < MinimumCount || values.Count > MaximumCount ? (null, Found(texts)) : (Assemble(values), null);
    }

    /// <summary>The texts of a value; none for null.</summary>
    public IReadOnlyList<string>? Write(object? value) => value switch
    {
        null => null,
        FrameSize size => [format.Write(size.Height), format.Write(size.Width)],
        System.Collections.IEnumerable many when IsList => [.. many.Cast<object>().Select(format.Write)],
        _ => [format.Write(value)],
    };

    public object? Get(object record) => property.GetValue(record);

    public void Set(object record, object? value) => property.SetValue(record, value);

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0]
        : null;

    private string Found(IReadOnlyList<string> texts) =>
        texts.Count == 0 ? $"a value is missing, expected {Expectation}" : $"found {string.Join(' ', texts.Select(Quote))}, expected {Expectation}";

    /// <summary>Joins a range to the word before it: " from 1 to 8", " of 1 or more".</summary>
    private static string Space(string? limits) => limits is null ? "" : char.IsAsciiLetter(limits[0]) ? " " + limits : " of " + limits;

    private static string Quote(string text) => text.Length == 0 || text.Any(char.IsWhiteSpace) ? $"'{text}'" : text;

    private object Assemble(List<object> values)
    {
        if (IsSize)
        {
            return new FrameSize((int)values[0], (int)values[^1]);
        }

        if (!IsList)
        {
            return values[0];
        }

        var array = Array.CreateInstance(elementType!, values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            array.SetValue(values[i], i);
        }

        return array;
    }
}
