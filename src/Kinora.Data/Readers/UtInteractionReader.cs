using System.Globalization;
using System.Text.RegularExpressions;

namespace Kinora.Data.Readers;

/// <summary>
/// UT-Interaction's segmented clips (Ryoo, Aggarwal 2010, <see href="https://cvrc.ece.utexas.edu/SDHA2010/Human_Interaction.html"/>):
/// <c>set1_seq04_21_4_2.avi</c>, or the original <c>21_4_2.avi</c> (clip, recording, class) in folders <c>segmented_set1</c>
/// and <c>segmented_set2</c>. The class is the last number: 0 handshake, 1 hug, 2 kick, 3 point, 4 punch, 5 push.
/// </summary>
/// <remarks>
/// Group: the recording, <c>set1/seq04</c>; recordings 1-10 are set 1 (a car park), 11-20 set 2 (a lawn, wind, a shaking
/// camera). Leave-one-group-out leaves one recording out and trains with all others of both sets. The classic figures train
/// within one set at a time, ten folds each; the same actors appear in several recordings, in either protocol.
/// </remarks>
internal sealed partial class UtInteractionReader : DataSetReader
{
    private static readonly string[] Classes = ["handshake", "hug", "kick", "point", "punch", "push"];

    public override string Format => "ut-interaction";

    public override string Layout => "UT-Interaction's set1_seq04_21_4_2.avi, or segmented_set1/21_4_2.avi; groups are recordings";

    // Three numbers alone could be anyone's; with the set before them, or in the original folders, they are not.
    public override bool Recognises(DataFolder folder) =>
        folder.Videos.Count > 0 && folder.Videos.All(name => Parse(name) is not null && (Path.GetFileName(name).StartsWith("set", StringComparison.Ordinal) || name.Contains("segmented_set", StringComparison.Ordinal)));

    public override DataSet Read(DataFolder folder) => NamedClips.Read(folder, Format, "recording", "set1_seq04_21_4_2.avi or 21_4_2.avi: clip, recording 1-20, class 0-5", Parse);

    private static LabelledClip? Parse(string name)
    {
        var match = ClipName().Match(DataFolder.Stem(name));
        if (!match.Success)
        {
            return null;
        }

        var recording = int.Parse(match.Groups["recording"].Value, CultureInfo.InvariantCulture);
        return recording is < 1 or > 20
            ? null
            : new LabelledClip(name, Classes[match.Groups["class"].Value[0] - '0'], string.Create(CultureInfo.InvariantCulture, $"set{(recording <= 10 ? 1 : 2)}/seq{recording:00}"));
    }

    [GeneratedRegex(@"^(?:set[12]_seq\d{2}_)?\d{1,3}_(?<recording>\d{1,2})_(?<class>[0-5])$", RegexOptions.CultureInvariant)]
    private static partial Regex ClipName();
}
