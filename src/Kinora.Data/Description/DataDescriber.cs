using Kinora.Data.Loading;
using Kinora.Results.Descriptions;
using Kinora.Video;

namespace Kinora.Data.Description;

/// <summary>Describes a data set: <c>DataDescriber.Describe("clips")</c>. Opens every file once; decodes ten small frames of each at most.</summary>
public static class DataDescriber
{
    /// <summary>Looks at every clip. Files that cannot be read are part of the description, nothing is thrown for them.</summary>
    /// <param name="path">A folder of labelled clips, a CSV file that lists them, or any folder with videos in it.</param>
    /// <param name="format">One of <see cref="DataSets.Formats"/>; null detects it, and takes videos without labels too.</param>
    /// <param name="workers">Threads that decode, from 1; they change nothing but the time.</param>
    /// <param name="progress">Told how many files of how many are done.</param>
    /// <param name="cancel">Ends it with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="DataException">There is no such folder, or no video in it.</exception>
    public static DataDescription Describe(
        string path, string? format = null, int workers = 1, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        var data = DescribedData.Open(path, format);
        var clips = new List<DescribedClip>();
        var broken = new List<BrokenFile>();
        foreach (var (clip, problem) in OrderedWork.Run(data.Files, Look, workers, ahead: 64, cancel))
        {
            if (clip is not null)
            {
                clips.Add(clip);
            }
            else
            {
                broken.Add(problem!);
            }

            progress?.Report((clips.Count + broken.Count, data.Files.Count));
        }

        return DataDescription.Of(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))),
            data.Layout,
            data.GroupKind,
            data.Labels,
            clips,
            broken,
            DuplicateSearch.Run(data.Files, workers, cancel),
            data.Notices);
    }

    private static (DescribedClip? Clip, BrokenFile? Problem) Look(DataFile file)
    {
        try
        {
            var look = ClipLook.At(file.Path, file.Span);
            var info = look.Info;
            return (new DescribedClip
            {
                File = file.Name,
                Label = file.Label,
                Split = file.Split,
                Group = file.Group,
                Bytes = Directory.Exists(file.Path) ? new DirectoryInfo(file.Path).EnumerateFiles().Sum(picture => picture.Length) : new FileInfo(file.Path).Length,
                Seconds = info.Duration.TotalSeconds,
                Frames = info.FrameCount,
                FrameRate = info.FrameRate,
                VariableRate = info.VariableRate,
                Width = info.Width,
                Height = info.Height,
                Codec = info.Codec,
                Brightness = look.Brightness,
                Motion = look.Motion,
                Warning = look.Warning,
            }, null);
        }
        catch (VideoException e)
        {
            return (null, new BrokenFile(file.Name, file.Label, file.Split, Reason(e.Message, file.Path)));
        }
    }

    // Messages of the video room begin with the path, which the name says already.
    private static string Reason(string message, string path) =>
        message.StartsWith(path + ": ", StringComparison.Ordinal) ? message[(path.Length + 2)..] : message.Replace(path, "the file", StringComparison.Ordinal);
}
