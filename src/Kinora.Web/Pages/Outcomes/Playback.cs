using Kinora.Web.Api;
using Kinora.Web.Jobs;
using Kinora.Web.Storage;

namespace Kinora.Web.Pages.Outcomes;

/// <summary>Whether browsers play a video as it was uploaded.</summary>
internal sealed class Playback(Uploads uploads)
{
    // What most browsers have. One that lacks it says so itself, and the page then does as for the others.
    private static readonly HashSet<string> codecs = ["h264", "hevc", "vp8", "vp9", "av1"];

    /// <summary>Whether most browsers do; false where the video is gone.</summary>
    public bool IsLikely(Job job, Outcome outcome)
    {
        if (!job.HasVideo || !codecs.Contains(outcome.Video.Codec))
        {
            return false;
        }

        try
        {
            using var file = new FileStream(uploads.PathOf(job.Upload), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            return MediaType.Of(file) is "video/mp4" or "video/webm";
        }
        catch (FileNotFoundException)
        {
            // Deleted a moment ago.
            return false;
        }
    }
}
