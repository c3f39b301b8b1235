using System.Reflection;

namespace Kinora.Cli.Options;

/// <summary>
/// An options record as the command line sees it. Reading the properties of the record it is given is the only reflection
/// of the product: no type is ever looked for.
/// </summary>
internal sealed class OptionRecord
{
    private readonly Func<object> create;
    private readonly Lazy<Type> type;
    private readonly Lazy<IReadOnlyList<OptionProperty>> properties;

    /// <param name="section">Where its options stand in help and recipes, unless a property says otherwise.</param>
    /// <param name="create">Makes the record with its defaults.</param>
    /// <param name="takes">Which of its properties are options here; null takes all.</param>
    public OptionRecord(string section, Func<object> create, Func<OptionProperty, bool>? takes = null)
    {
        this.create = create;
        Section = section;
        // Read when asked for: a command needs the options of its own verb, and to read those of all verbs takes longer than to parse a command line.
        type = new(() => create().GetType());
        properties = new(() => [.. Read(create(), section).Where(option => takes?.Invoke(option) ?? true)]);
    }

    public string Section { get; }

    public Type Type => type.Value;

    public IReadOnlyList<OptionProperty> Properties => properties.Value;

    /// <summary>The record of type <typeparamref name="T"/>.</summary>
    public static OptionRecord Of<T>(string section, Func<OptionProperty, bool>? takes = null)
        where T : class, new() => new(section, () => new T(), takes);

    /// <summary>A record with the values given; what is not given keeps its default.</summary>
    public object Fill(IReadOnlyDictionary<string, object?> values)
    {
        var record = create();
        foreach (var property in Properties)
        {
            if (values.TryGetValue(property.Key, out var value))
            {
                property.Set(record, value);
            }
        }

        return record;
    }

    private static IEnumerable<OptionProperty> Read(object defaults, string section) =>
        defaults.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .OrderBy(property => property.MetadataToken) // as written in the source
            .Select(property => new OptionProperty(property, defaults, section));
}
