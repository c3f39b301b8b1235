using Kinora.Web.Jobs;
using Kinora.Web.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Kinora.Web.Api;

/// <summary>The video of a prediction and the pictures made of it, as long as they are kept.</summary>
internal static class PictureEndpoints
{
    private const string Jpeg = "image/jpeg";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/predictions/{id}").WithTags("Pictures")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status410Gone);
        group.MapGet("/video", Video).WithName("GetVideo").WithSummary("The video as it was uploaded; ranges may be asked for.");
        group.MapGet("/thumbnail", Thumbnail).WithName("GetThumbnail").WithSummary("A small JPEG from its middle.");
        group.MapGet("/frames/{frame:int}", Frame).WithName("GetFrame").WithSummary("A small JPEG of a frame that the model saw, by its number.");
    }

    private static FileStreamHttpResult Video(string id, JobQueue queue, Uploads uploads)
    {
        var job = queue.Get(id);
        var stream = Open(uploads.PathOf(job.Upload)) ?? throw Gone();
        var tag = new EntityTagHeaderValue($"\"{uploads.Find(job.Upload)!.Sha256}\"");
        return TypedResults.Stream(stream, MediaType.Of(stream), enableRangeProcessing: true, entityTag: tag);
    }

    private static FileStreamHttpResult Thumbnail(string id, JobQueue queue, DataFolder folder) => Picture(queue.Get(id), folder.Thumbnail);

    private static FileStreamHttpResult Frame(string id, int frame, JobQueue queue, DataFolder folder) => Picture(queue.Get(id), job => folder.Picture(job, frame));

    // The path is made of the id that the database gave, never of the one that was asked for.
    private static FileStreamHttpResult Picture(Job job, Func<string, string> path) => job switch
    {
        { HasEnded: false } => throw new RefusedException(Refusal.NotReady, "the picture is not there yet; ask again when the prediction is done"),
        { HasVideo: false } => throw Gone(),
        { State: not JobState.Done } => throw new RefusedException(Refusal.NotReady, "there is no picture: the prediction came to nothing"),
        _ => TypedResults.Stream(
            Open(path(job.Id)) ?? throw new RefusedException(Refusal.Unknown, "there is no picture of that frame; 'pictures' of the prediction lists those there are"), Jpeg),
    };

    private static RefusedException Gone() => new(Refusal.Gone, "the video and its pictures were deleted; the result is kept");

    // It may be deleted at any moment; once open, it can be read to its end.
    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
