namespace Kinora.Data.Loading;

/// <summary>
/// What a video's file was when it was looked at; caches believe what they know only while it is the same. A folder of pictures is
/// known by its time of change alone, which tells of pictures that come and go, not of one that is written anew.
/// </summary>
/// <param name="Bytes">The file's size; -1 for a folder, and where there is nothing.</param>
/// <param name="Modified">The time of change in ticks, UTC; 0 where there is nothing.</param>
public readonly record struct FileIdentity(long Bytes, long Modified)
{
    /// <summary>Of what lies at a path now.</summary>
    public static FileIdentity Of(string path) =>
        new FileInfo(path) is { Exists: true } file ? new(file.Length, file.LastWriteTimeUtc.Ticks)
        : new DirectoryInfo(path) is { Exists: true } folder ? new(-1, folder.LastWriteTimeUtc.Ticks)
        : new(-1, 0);
}
