using Kinora.Data;
using Kinora.Synthesis.Rendering;
using Kinora.Synthesis.Scenes;
using Kinora.Tests;
using Kinora.Video;
using Kinora.Video.Decoding;

namespace Kinora.Synthesis.Tests;

/// <summary>The files of a rendered set.</summary>
public sealed class DataSetRendererTests
{
    private static readonly RenderOptions Small = new() { Persons = 2, Takes = 2, Seconds = 0.32, Size = new FrameSize(48, 64), Actions = ["walking", "boxing"], Workers = 1 };

    [Fact]
    public void The_set_is_read_as_a_folder_per_class_with_persons_as_groups()
    {
        using var folder = Places.Temporary();
        var told = new Told();
        Assert.Equal(8, DataSetRenderer.Render(folder.File("set"), Small, told));
        Assert.Equal(Enumerable.Range(1, 8).Select(done => new RenderProgress(done, 8)), told.All);

        var data = DataSets.Open(folder.File("set"));
        Assert.Equal(("folders", "person", true), (data.Format, data.GroupKind, data.HasGroups));
        Assert.Equal(["boxing", "walking"], data.Labels);
        Assert.Empty(data.Notices);
        Assert.Equal(
            ["person01_boxing_d1.mp4 person01", "person01_boxing_d2.mp4 person01", "person02_boxing_d1.mp4 person02", "person02_boxing_d2.mp4 person02"],
            data.Samples.Take(4).Select(sample => $"{Path.GetFileName(sample.Path)} {sample.Group}"));
        using var file = VideoFile.Open(data.Samples[0].Path);
        Assert.Equal(("h264", 8, Small.Size), (file.Info.Codec, file.Info.FrameCount, file.Info.Size));
        Assert.Equal(25, file.Info.FrameRate, 6);
    }

    [Fact]
    public void One_seed_gives_one_set_whatever_the_number_of_workers()
    {
        using var folder = Places.Temporary();
        DataSetRenderer.Render(folder.File("one"), Small);
        DataSetRenderer.Render(folder.File("two"), Small with { Workers = 2 });
        // What a clip shows depends on nothing but its name: more persons and actions around it change no byte.
        DataSetRenderer.Render(folder.File("more"), Small with { Persons = 3, Actions = ["handclapping", "boxing", "walking"] });
        DataSetRenderer.Render(folder.File("other"), Small with { Seed = 43 });
        foreach (var name in Files(folder.File("one")).Where(name => name.EndsWith(".mp4", StringComparison.Ordinal)))
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder.File("one"), name));
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(folder.File("two"), name)));
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(folder.File("more"), name)));
            Assert.NotEqual(bytes, File.ReadAllBytes(Path.Combine(folder.File("other"), name)));
        }
    }

    [Fact]
    public void An_earlier_set_is_replaced_and_leaves_nothing_behind()
    {
        using var folder = Places.Temporary();
        DataSetRenderer.Render(folder.Path, Small);
        DataSetRenderer.Render(folder.Path, Small with { Persons = 1, Actions = ["running"], Takes = 1 });
        Assert.Equal([".kinora-rendered", "person_groups.tsv", "running/person01_running_d1.mp4"], Files(folder.Path));
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("walking/person01_walking_d1.mp4")]
    public void A_folder_with_anything_else_is_refused_and_left_alone(string name)
    {
        using var folder = Places.Temporary();
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        File.WriteAllText(folder.File(name), "somebody's");
        var refusal = Assert.Throws<SynthesisException>(() => DataSetRenderer.Render(folder.Path, Small));
        Assert.Equal($"{folder.Path} holds something else than clips rendered by Kinora ({name}); name an empty or a new folder", refusal.Message);
        Assert.Equal([name], Files(folder.Path));
    }

    [Fact]
    public void A_rendered_set_to_which_somebody_added_a_file_is_refused()
    {
        using var folder = Places.Temporary();
        var one = Small with { Persons = 1, Takes = 1, Actions = ["boxing"] };
        DataSetRenderer.Render(folder.Path, one);
        File.WriteAllText(folder.File("boxing/mine.mp4"), "mine");
        var refusal = Assert.Throws<SynthesisException>(() => DataSetRenderer.Render(folder.Path, one));
        Assert.Contains("(boxing/mine.mp4)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopping_leaves_whole_clips_and_a_folder_that_can_be_rendered_into_again()
    {
        using var folder = Places.Temporary();
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => DataSetRenderer.Render(folder.Path, Small, new Told(_ => stop.Cancel()), stop.Token));
        Assert.DoesNotContain(Files(folder.Path), name => name.Contains(".part", StringComparison.Ordinal) || name == "person_groups.tsv");
        Assert.Single(Files(folder.Path), name => name.EndsWith(".mp4", StringComparison.Ordinal));
        Assert.Equal(8, DataSetRenderer.Render(folder.Path, Small));
    }

    [Theory]
    [InlineData("no action is called 'flying'; expected walking, jogging, running, boxing, handwaving, handclapping", "flying", 64, 2, 3)]
    [InlineData("frames of 48x63 (height x width); expected even numbers from 16 to 4096", "walking", 63, 2, 3)]
    [InlineData("0 persons with 2 takes each; expected at least one of both", "walking", 64, 0, 3)]
    [InlineData("clips of 0 seconds; expected more than 0, 3600 at most", "walking", 64, 2, 0)]
    public void Options_that_cannot_be_are_named_before_anything_is_made(string message, string action, int width, int persons, double seconds)
    {
        using var folder = Places.Temporary();
        var options = Small with { Actions = [action], Size = new FrameSize(48, width), Persons = persons, Seconds = seconds };
        Assert.Equal(message, Assert.Throws<SynthesisException>(() => DataSetRenderer.Render(folder.File("set"), options)).Message);
        Assert.False(Directory.Exists(folder.File("set")));
    }

    [Theory]
    [InlineData(120, 160)]
    [InlineData(64, 64)]
    [InlineData(240, 180)]
    [InlineData(16, 16)]
    public void Every_action_shows_a_person_that_differs_from_the_background(int height, int width)
    {
        const int Count = 50;
        foreach (var action in RenderOptions.AllActions)
        {
            var scene = Scene.Of(11, new ClipName(action, 4, 1), new FrameSize(height, width), 2);
            var renderer = new ClipRenderer(scene with { Grade = scene.Grade with { Grain = 0 } }, 25);
            // The same place without the person: it stands behind the camera.
            var empty = new ClipRenderer(scene with { Grade = scene.Grade with { Grain = 0 }, Track = new Track { Start = new(0, 0, -100), Heading = 0 } }, 25);
            var (frame, without) = (new byte[height * width * 3], new byte[height * width * 3]);
            var (seen, clear) = (0, 0.0);
            for (var t = 0; t < Count; t++)
            {
                var cover = renderer.Render(t, frame);
                Assert.Equal(0, empty.Render(t, without));
                Assert.InRange(cover, 0, 0.35);
                if (cover > 0.01)
                {
                    seen++;
                    clear += frame.Zip(without).Average(pair => Math.Abs(pair.First - pair.Second) > 15 ? 1.0 : 0) / cover;
                }
            }

            Assert.True(seen > Count / 2, $"{action}: the person is seen in {seen} of {Count} frames");
            Assert.True(clear / seen > 0.6, $"{action}: only {100 * clear / seen:F0} % of the person differ from the background");
        }
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);

    private sealed class Told(Action<RenderProgress>? then = null) : IProgress<RenderProgress>
    {
        public List<RenderProgress> All { get; } = [];

        public void Report(RenderProgress value)
        {
            All.Add(value);
            then?.Invoke(value);
        }
    }
}
