using Kinora.Data.Loading;
using Kinora.Video;
using Kinora.Video.Decoding;

namespace Kinora.Data.Extraction;

/// <summary>How far an extraction is.</summary>
/// <param name="Done">Videos done, those of earlier runs included.</param>
/// <param name="Total">Videos in all.</param>
/// <param name="Written">Frames or fields written in this run.</param>
public readonly record struct ExtractionProgress(int Done, int Total, long Written);

/// <summary>What an extraction did.</summary>
/// <param name="Videos">The videos whose folders are whole, in ordinal order of their names.</param>
/// <param name="Failed">The videos that could not be read, in the same order.</param>
/// <param name="DoneBefore">How many were whole already.</param>
public sealed record ExtractionResult(IReadOnlyList<ExtractedVideo> Videos, IReadOnlyList<FailedVideo> Failed, int DoneBefore);

/// <summary>
/// Extracts frames or flow of many videos: a folder for each, at the place it has below the data folder. A run that was killed is
/// gone on with by the same call, and ends with the same bytes as one that was not, whatever the number of workers.
/// </summary>
/// <param name="what">What is made of each video.</param>
/// <param name="workers">Videos at once; 0 takes every core.</param>
public sealed class Extractor(VideoExtraction what, int workers = 0)
{
    private readonly int workers = workers > 0 ? workers : Environment.ProcessorCount;
    private readonly Lock gate = new();

    /// <summary>Extracts.</summary>
    /// <param name="data">A folder of videos, or one video.</param>
    /// <param name="output">The folder to write to: a new one, or one of an earlier extraction with the same settings.</param>
    /// <param name="overwrite">Whether what an earlier extraction left there is removed first.</param>
    /// <param name="notice">Told what was left out.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Stops; the next run goes on.</param>
    /// <exception cref="DataException">There is no video, or the output folder is of another extraction.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public ExtractionResult Run(
        string data, string output, bool overwrite = false, Action<string>? notice = null, IProgress<ExtractionProgress>? progress = null, CancellationToken cancel = default)
    {
        var (found, notices) = VideoToExtract.Of(data);
        foreach (var line in notices)
        {
            notice?.Invoke(line);
        }

        using var folder = ExtractionFolder.Open(output, new ManifestHead(ManifestHead.KnownFormat, what.Kind, what.Settings()), overwrite);
        var videos = folder.Placed(found);
        var before = folder.Done(videos);
        VideoToExtract[] left = [.. videos.Where(video => !before.ContainsKey(video.Name))];
        var made = new List<ExtractedVideo>(before.Values);
        var failed = new List<FailedVideo>();
        var written = 0L;
        progress?.Report(new(made.Count, videos.Count, written));

        // Cores that have no video of their own help to decode.
        var threads = Math.Max(1, workers / Math.Max(1, left.Length));
        foreach (var (done, problem) in OrderedWork.Run(left, video => Extract(video, folder, threads, Count, cancel), workers, ahead: Math.Max(1, left.Length), cancel))
        {
            if (done is not null)
            {
                made.Add(done);
            }
            else
            {
                failed.Add(problem!);
            }

            Count(0);
        }

        folder.Finish(videos, failed);
        return new ExtractionResult([.. made.OrderBy(video => video.Name, StringComparer.Ordinal)], failed, before.Count);

        void Count(int more)
        {
            lock (gate)
            {
                written += more;
                progress?.Report(new(made.Count + failed.Count, videos.Count, written));
            }
        }
    }

    private (ExtractedVideo? Done, FailedVideo? Problem) Extract(VideoToExtract source, ExtractionFolder folder, int threads, Action<int> written, CancellationToken cancel)
    {
        var working = folder.Begin();
        try
        {
            var (bytes, modified) = ExtractionFolder.SourceOf(source.Path);
            using var video = VideoFile.Open(source.Path, threads);
            var (count, files, size, rate) = Write(video, working, written, cancel);
            var done = new ExtractedVideo(source.Name, source.Folder, count, files, size.Height, size.Width, rate, bytes, modified, video.Warning);
            folder.Keep(working, done);
            return (done, null);
        }
        catch (VideoException e)
        {
            Directory.Delete(working, recursive: true);
            // Messages of the video room begin with the path, which the name says already.
            return (null, new FailedVideo(source.Name, e.Message.StartsWith(source.Path + ": ", StringComparison.Ordinal) ? e.Message[(source.Path.Length + 2)..] : e.Message));
        }
    }

    private (int Count, int Files, FrameSize Size, double FramesPerSecond) Write(VideoFile video, string working, Action<int> written, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return what.Write(video, working, written, cancel);
            }
            catch (OtherFramesException)
            {
                Directory.Delete(working, recursive: true);
                Directory.CreateDirectory(working);
            }
        }
    }
}
