using Kinora.Video.Decoding;

namespace Kinora.Data.Readers;

/// <summary>The videos below a folder, labelled or not.</summary>
/// <param name="Paths">Video files, or, where there are none, folders of numbered pictures; in ordinal order.</param>
/// <param name="Notices">What was left out and why.</param>
public sealed record VideoFiles(IReadOnlyList<string> Paths, IReadOnlyList<string> Notices)
{
    /// <summary>Lists a folder and all in it. A folder of numbered pictures and nothing else to look at is one video.</summary>
    /// <exception cref="DataException">There is no such folder, or no video in it.</exception>
    public static VideoFiles Below(string folder)
    {
        if (Directory.Exists(folder) && IsVideo(folder))
        {
            return new VideoFiles([folder], []);
        }

        var found = DataFolder.Scan(folder);
        return found.Videos.Count > 0
            ? new VideoFiles([.. found.Videos.Select(name => Path.Combine(folder, name))], [.. found.NoticesWithout()])
            : throw new DataException($"{folder} holds stored features and no video; 'kinora evaluate' measures a network on features");
    }

    private static bool IsVideo(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).All(entry => !Directory.Exists(entry) && !DataFolder.VideoEndings.Contains(Path.GetExtension(entry)))
        && Directory.EnumerateFiles(folder).Any(file => FrameFolder.IsFrame(Path.GetFileName(file)));
}
