using System.Globalization;
using System.Text.RegularExpressions;

namespace Kinora.Synthesis;

/// <summary>Which clip of a set: what is done, by whom, in which of the person's takes. Files are named as KTH names them.</summary>
/// <param name="Action">Name of the action.</param>
/// <param name="Person">Number of the person, from 1.</param>
/// <param name="Take">Number of the take, from 1.</param>
internal sealed partial record ClipName(string Action, int Person, int Take)
{
    /// <summary><c>person01</c>.</summary>
    public string PersonName => string.Create(CultureInfo.InvariantCulture, $"person{Person:00}");

    /// <summary><c>person01_walking_d1.mp4</c>.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{PersonName}_{Action}_d{Take}.mp4");

    /// <summary>Whether a path below the set's folder, with '/', is that of a clip or of one being written.</summary>
    public static bool Fits(string path) => Pattern().IsMatch(path);

    [GeneratedRegex(@"^(\w+)/\.?person\d+_\1_d\d+\.mp4(\.[0-9a-f]+\.part)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
