using Kinora.Web.Jobs;

namespace Kinora.Web.Pages.Outcomes;

/// <summary>What somebody can do about a video that could not be analysed.</summary>
internal static class Advice
{
    /// <summary>What happened, as a heading.</summary>
    public static string Heading(FailureKind? kind) => kind switch
    {
        FailureKind.Video => "This file cannot be read as a video",
        FailureKind.Limit => "This video is too large",
        FailureKind.Time => "This took too long",
        FailureKind.Interrupted => "The analysis was cut off",
        FailureKind.Model => "The model is gone",
        _ => "Something went wrong here",
    };

    /// <summary>What to do, in a sentence or two.</summary>
    public static string Of(FailureKind? kind) => kind switch
    {
        FailureKind.Video => "Check that it plays on your own device: a file that was only renamed to .mp4, or a download that broke off, looks like a video and is none. Saving it again as MP4 (H.264) helps in most cases.",
        FailureKind.Limit => "Cut out the part that matters, or save it smaller, and hand it over again.",
        FailureKind.Time => "Cut out the part that matters and hand it over again.",
        FailureKind.Interrupted => "Hand it over again; if that happens again, try another video.",
        FailureKind.Model => "Choose another model and hand it over again.",
        _ => "It is not your video's fault. Try again later; whoever runs the server finds more in its log.",
    };
}
