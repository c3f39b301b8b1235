using System.Text.RegularExpressions;

namespace Kinora.Data.Readers;

/// <summary>
/// The Weizmann actions (Gorelick, Blank, Shechtman, Irani, Basri 2007, <see href="https://doi.org/10.1109/TPAMI.2007.70711"/>):
/// <c>person_action.avi</c>, in one folder or in class folders. Persons who run, skip or walk twice have two files,
/// <c>lena_run1.avi</c> and <c>lena_run2.avi</c>: one class. Group: the person; the protocol leaves one person out.
/// </summary>
internal sealed partial class WeizmannReader : DataSetReader
{
    private static readonly IReadOnlySet<string> Persons =
        new HashSet<string>(StringComparer.Ordinal) { "daria", "denis", "eli", "ido", "ira", "lena", "lyova", "moshe", "shahar" };

    public override string Format => "weizmann";

    public override string Layout => "Weizmann's person_action.avi; groups are persons";

    // Anyone may have a john_walk.avi; only the nine persons of the set make it this set without being told.
    public override bool Recognises(DataFolder folder) =>
        folder.Videos.Count > 0 && folder.Videos.All(name => ClipName().Match(DataFolder.Stem(name)) is { Success: true } match && Persons.Contains(match.Groups["person"].Value));

    public override DataSet Read(DataFolder folder) => NamedClips.Read(folder, Format, "person", "person_action.avi with one of Weizmann's ten actions", name =>
        ClipName().Match(DataFolder.Stem(name)) is { Success: true } match
            ? new LabelledClip(name, match.Groups["action"].Value, match.Groups["person"].Value)
            : null);

    [GeneratedRegex("^(?<person>[^_]+)_(?:(?<action>run|skip|walk)[12]?|(?<action>bend|jack|jump|pjump|side|wave1|wave2))$", RegexOptions.CultureInvariant)]
    private static partial Regex ClipName();
}
