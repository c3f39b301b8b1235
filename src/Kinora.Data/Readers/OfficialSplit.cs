namespace Kinora.Data.Readers;

/// <summary>An official division of a published data set, and how many clips each part has when all are there.</summary>
/// <param name="Title">The set's name.</param>
/// <param name="Number">Which division, from 1; 0 where there is one only.</param>
/// <param name="Unit">What is counted: "clip", "sub-sequence".</param>
/// <param name="All">Clips of the whole set.</param>
/// <param name="Classes">Classes of the whole set.</param>
/// <param name="Parts">Clips of each part.</param>
internal sealed record OfficialSplit(string Title, int Number, string Unit, int All, int Classes, IReadOnlyList<(string Part, int Count)> Parts)
{
    private string Name => Number == 0 ? $"official split of {Title}" : $"official split {Number} of {Title}";

    /// <summary>
    /// Makes a data set of clips that are divided already, and says in one line with numbers what a partial copy lacks. Clips
    /// that somebody put into train and test folders stay divided that way.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="format">The reader's.</param>
    /// <param name="clips">The clips, divided officially.</param>
    /// <param name="groupKind">What a group is.</param>
    /// <param name="notices">What is known so far.</param>
    public DataSet Assemble(DataFolder folder, string format, IReadOnlyList<LabelledClip> clips, string groupKind, List<string> notices)
    {
        if (NamedClips.InPartFolders(clips) is { } own)
        {
            notices.Add($"the folders {Words.List([.. own.Select(clip => clip.Name.Split('/')[0]).Distinct(StringComparer.Ordinal)])} divide the clips, not the {Name}");
            return LabelledClip.Assemble(folder, format, own, groupKind, notices);
        }

        var counts = Parts.Select(part => (part.Part, part.Count, Here: clips.Count(clip => clip.Split == part.Part))).ToList();
        if (clips.Count != All || counts.Exists(part => part.Here != part.Count))
        {
            var parts = counts.Select(part => $"{Words.Number(part.Here)} of {Words.Number(part.Count)} {(part.Part == "train" ? "to train" : part.Part == "val" ? "to validate" : "to test")}");
            notices.Add(
                $"{(clips.Count < All ? $"partial copy of {Title}" : $"not the official {Title}")}: {Words.Number(clips.Count)} of {Words.Number(All)} {Unit}s, {clips.Select(clip => clip.Label).Distinct(StringComparer.Ordinal).Count()} of {Classes} classes; {Name}: {string.Join(", ", parts)}");
        }

        var isUsable = counts.Find(part => part.Part == "train").Here > 0 && counts.Find(part => part.Part == "test").Here > 0;
        var untaught = LabelledClip.UnknownToTraining(clips).Select(clip => clip.Label).Distinct(StringComparer.Ordinal).ToList();
        if (isUsable && untaught.Count == 0)
        {
            return LabelledClip.Assemble(folder, format, clips, groupKind, notices) with { OfficialSplit = Name };
        }

        if (clips.Any(clip => clip.Split is not null))
        {
            notices.Add(isUsable
                ? $"the {Name} cannot be used here: {Words.Count(untaught.Count, "class has", "classes have")} clips to test with and none to train with ({Words.List(untaught)})"
                : $"the {Name} cannot be used here: one of its parts is empty");
        }

        return LabelledClip.Assemble(folder, format, [.. clips.Select(clip => clip with { Split = null })], groupKind, notices);
    }
}
