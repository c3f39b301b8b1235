using System.Net;
using Kinora.Inference;
using Kinora.Models;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Video;
using Kinora.Video.Decoding;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;
using Kinora.Web.Analysing;

namespace Kinora.Web.Tests;

/// <summary>A real network behind the server says what it says elsewhere.</summary>
public sealed class RecognizerAnalystTests
{
    private static readonly string[] labels = ["walk", "run", "jump"];

    [Fact]
    public async Task The_server_answers_what_the_recognizer_answers()
    {
        using var folder = Places.Temporary();
        var before = TensorScope.LiveTensors;
        SaveNetwork(folder.File("net.kinora"));
        SaveClip(folder.File("clip.mp4"));
        using (var analyst = RecognizerAnalyst.Load("small", folder.File("net.kinora")))
        using (var recognizer = Recognizer.Load(folder.File("net.kinora")))
        {
            Assert.Equal(("small", 8, 32, 32), (analyst.Facts.Name, analyst.Facts.Frames, analyst.Facts.Height, analyst.Facts.Width));
            Assert.Equal(labels, analyst.Facts.Labels);
            var expected = recognizer.Predict(folder.File("clip.mp4"));
            await using var server = await TestServer.StartAsync(folder, settings => settings with { OpenVideo = path => VideoFile.Open(path) }, analyst);
            using var answer = await server.Send(await File.ReadAllBytesAsync(folder.File("clip.mp4")), "?wait=60");
            var view = await TestServer.Json(answer);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, view.ToString());
            Assert.Equal(
                expected.Top(3).Select(one => (one.Label, (double)one.Probability)),
                view.GetProperty("predictions").EnumerateArray().Select(one => (one.GetProperty("label").GetString()!, one.GetProperty("probability").GetDouble())));
            Assert.Equal(expected.Frames.Distinct().Order(), view.GetProperty("frames").EnumerateArray().Select(frame => frame.GetInt32()));
            Assert.Equal("h264", view.GetProperty("video").GetProperty("codec").GetString());
            var place = $"api/v1/predictions/{view.GetProperty("id").GetString()}";
            Assert.Equal(1.6, (await server.Get($"{place}/timeline")).GetProperty("duration").GetDouble(), 1e-6);
            using var video = await server.Client.GetAsync($"{place}/video");
            Assert.Equal("video/mp4", video.Content.Headers.ContentType!.MediaType);
            var file = folder.File("frame.jpg");
            await File.WriteAllBytesAsync(file, await server.Client.GetByteArrayAsync($"{place}/frames/{expected.Frames[0]}"));
            Assert.Equal(new FrameSize(48, 48), ImageFile.Load(file).Size);
            using var broken = await server.Send((await File.ReadAllBytesAsync(folder.File("clip.mp4")))[..300], "?wait=60", "cut.mp4");
            Assert.StartsWith("cut.mp4: ", await TestServer.Refused(HttpStatusCode.UnprocessableEntity, broken));
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static void SaveNetwork(string path)
    {
        TorchRandom.Seed(3);
        using var model = Video3dCnn.SmallEntry.Build(labels.Length);
        Checkpoint.Save(path, Video3dCnn.SmallEntry, Video3dCnn.SmallEntry.Defaults, model, labels, new Preprocessing
        {
            Geometry = new Squash(new FrameSize(32, 32)),
            Sampler = new ClipSampler(SamplingKind.CentredStride, Length: 8, Stride: 2),
            Views = 2,
        });
    }

    private static void SaveClip(string path)
    {
        using var writer = VideoWriter.Create(path, new FrameSize(48, 48), new FrameRate(25));
        for (var t = 0; t < 40; t++)
        {
            var frame = new byte[48 * 48 * 3];
            frame.AsSpan(t * 20 * 3, 20 * 48 * 3).Fill(200);
            writer.Write(frame);
        }

        writer.Finish();
    }
}
