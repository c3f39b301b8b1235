namespace Kinora.Data.Readers;

/// <summary>A folder per class: <c>walk/a.avi</c>, <c>run/b.mp4</c>. Videos in folders within a class folder belong to that class.</summary>
internal sealed class ClassFolderReader : DataSetReader
{
    public override string Format => "folders";

    public override string Layout => "one folder of clips per class; optionally groups.tsv with the columns class, file, group";

    public override bool Recognises(DataFolder folder) => true;

    public override DataSet Read(DataFolder folder) => Read(folder, Format);

    /// <summary>Reads a folder per class; what it holds may be files or folders of pictures.</summary>
    /// <exception cref="DataException">No clip lies in a class folder.</exception>
    public static DataSet Read(DataFolder folder, string format)
    {
        var inside = folder.Videos.Where(name => name.Contains('/')).ToList();
        var outside = folder.Videos.Where(name => !name.Contains('/')).ToList();
        if (inside.Count == 0 && folder.HoldsPictures)
        {
            throw new DataException(
                $"the {Words.Count(outside.Count, "folder")} of pictures in {folder.Root} lie in no class folder ({Words.List(outside)}); expected a folder for every clip within one for every class, as in {folder.PathOf("walk/" + outside[0] + "/frame_000000.jpg")}");
        }

        if (inside.Count == 0)
        {
            throw new DataException(
                $"the {Words.Count(outside.Count, "video")} of {folder.Root} lie in no class folder ({Words.List(outside)}); expected one folder per class, as in {folder.PathOf("walk/" + outside[0])}, or a train.csv with the columns video_name,label");
        }

        var groups = GroupsFile.Find(folder);
        List<string> notices = [.. folder.NoticesWithout(groups.FileNames)];
        if (outside.Count > 0)
        {
            notices.Add($"{Words.Count(outside.Count, "video")} left out, in no class folder: {Words.List(outside)}");
        }

        return LabelledClip.Assemble(
            folder, format, groups.Apply([.. inside.Select(name => new LabelledClip(name, name[..name.IndexOf('/', StringComparison.Ordinal)]))], notices), groups.Kind, notices);
    }
}
