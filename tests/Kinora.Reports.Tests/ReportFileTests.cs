using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Kinora.Reports;
using Kinora.Results;

namespace Kinora.Tests.Reports;

public sealed partial class ReportFileTests
{
    private static readonly string[] Labels = ["walk", "<b>&\"#", "run'); DROP", "走る"];

    [Fact]
    public async Task The_page_says_in_words_what_came_out()
    {
        using var folder = Places.Temporary();
        var text = Text(await ReportRun.Make(folder.Path, Labels).WriteAsync());

        // 12 clips, of which the last one of each of 4 classes is wrong.
        Assert.Contains("66.7\u00a0% of clips named right", text);
        Assert.Contains("Of 100 clips like these that the network has not been trained on, about 67 would be named right.", text);
        Assert.Contains("It was measured on 12 clips, and the true number may lie anywhere from 39 to 86.", text);
        Assert.Contains("guessing among 4 labels gets 25 of 100 right", text);
        Assert.Contains("walk taken for <b>&\"# 1 of 3 clips", text);
        Assert.Contains("Who is in the clips is unknown", text);
        Assert.Contains("The measured clips also chose the best epoch", text);
        Assert.Contains("One training, one division", text);
        Assert.Contains("Few clips, wide interval", text);
        Assert.Contains("No class has 5 measured clips", text);
        Assert.Contains("1 file could not be used", text);
        Assert.Contains("Wilson over 12 clips; clips treated as independent: groups are unknown", text);
        Assert.Contains("./kinora train 'my clips' 'runs/a <run> & more/recipe.yaml'", text);
        Assert.Contains("At the end (12 epochs): training", text);
        Assert.Contains("libtorch 1.13.0", text);
        Assert.DoesNotContain(folder.Path, text);
    }

    [Fact]
    public async Task Names_with_marks_of_HTML_are_text_everywhere()
    {
        using var folder = Places.Temporary();
        var html = await ReportRun.Make(folder.Path, Labels).WriteAsync();

        Assert.DoesNotContain("<b>&\"#", html);
        Assert.DoesNotContain("<b>&amp;", html);
        Assert.DoesNotContain("<run>", html);
        Assert.Contains("&lt;b&gt;&amp;&quot;#", html);
        Assert.Contains("<title>a &lt;run&gt; &amp; more", html);
    }

    [Fact]
    public async Task The_page_loads_nothing_and_runs_no_script()
    {
        using var folder = Places.Temporary();
        var html = await ReportRun.Make(folder.Path, Labels).WriteAsync();

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"<(link|iframe|object|embed|base)\b", html);
        Assert.DoesNotContain("url(", html);
        Assert.DoesNotContain("@import", html);
        Assert.DoesNotMatch(@"\son\w+=", Pictures().Replace(html, ""));
        Assert.All(Addresses().Matches(html).Select(match => match.Groups[1].Value), address => Assert.Matches("^(#|data:image/jpeg;base64,)", address));
        Assert.DoesNotMatch(@"https?://(?!www\.w3\.org/2000/svg"")", html);
    }

    [Fact]
    public async Task Clips_are_shown_by_numbered_frames_with_truth_and_guesses()
    {
        using var folder = Places.Temporary();
        var html = await ReportRun.Make(folder.Path, Labels).WriteAsync();

        // 4 wrong and 6 right ones of 6 frames, a strip of 8 frames for each of 4 classes.
        Assert.Equal((4 * 6) + (6 * 6) + (4 * 8), Pictures().Count(html));

        // The middles of 6 equal parts of 20 frames.
        foreach (var number in (int[])[1, 5, 8, 11, 15, 18])
        {
            Assert.Contains($"alt=\"walk, frame {number}\"", html);
        }

        var wrong = Text(html[html.IndexOf("id=\"wrong\"", StringComparison.Ordinal)..html.IndexOf("id=\"right\"", StringComparison.Ordinal)]);
        Assert.Contains("walk taken for <b>&\"#", wrong);
        Assert.Contains("class0/2.mp4", wrong);
        Assert.Contains("walk ✓ 2.5\u00a0%", wrong);
        Assert.All(Images().Matches(html).Select(image => Convert.FromBase64String(WebUtility.HtmlDecode(image.Groups[1].Value))), jpeg => Assert.Equal([0xFF, 0xD8], jpeg[..2]));
    }

    [Fact]
    public async Task Without_the_data_everything_but_the_pictures_is_there()
    {
        using var folder = Places.Temporary();
        var run = ReportRun.Make(folder.Path, Labels);
        var (with, size) = (Text(await run.WriteAsync()), new FileInfo(run.Folder.Report).Length);
        Directory.Delete(run.Data, recursive: true);

        var html = await run.WriteAsync();

        Assert.Equal(0, Pictures().Count(html));
        Assert.Contains("Pictures are missing: the data folder my clips is not there any more; --data FOLDER names another place.", Text(html));
        Assert.Contains("walk ✓ 2.5\u00a0%", Text(html));
        Assert.DoesNotContain("Pictures are missing", with);
        Assert.True(new FileInfo(run.Folder.Report).Length < size);
    }

    [Fact]
    public async Task Data_that_moved_is_found_where_the_user_says()
    {
        using var folder = Places.Temporary();
        var run = ReportRun.Make(folder.Path, Labels);
        Directory.Move(run.Data, folder.File("elsewhere"));

        Assert.Equal(92, Pictures().Count(await run.WriteAsync(folder.File("elsewhere"))));
    }

    [Fact]
    public async Task A_clip_that_cannot_be_read_any_more_says_why_in_its_place()
    {
        using var folder = Places.Temporary();
        var run = ReportRun.Make(folder.Path, Labels);
        File.WriteAllText(Path.Combine(run.Data, "class0", "2.mp4"), "no video");

        var text = Text(await run.WriteAsync());

        Assert.Contains("could not be read any more; each says why", text);
        Assert.Contains("No pictures: class0/2.mp4", text);
        Assert.DoesNotContain(folder.Path, text);
    }

    [Fact]
    public async Task Folds_are_told_one_by_one()
    {
        using var folder = Places.Temporary();
        var text = Text(await ReportRun.Make(folder.Path, Labels, clipsOfEach: 6, folds: 3, hasVideos: false).WriteAsync());

        Assert.Contains("One network was trained for each person", text);
        Assert.Contains("Person left out", text);
        Assert.Contains("person 0 100.0\u00a0%", text);
        Assert.Contains("person 2 50.0\u00a0%", text);
        Assert.Contains("mean of 3 folds, each leaving one person out; Student t over folds", text);
        Assert.Contains("It was measured on 24 clips of 3 persons", text);
        Assert.Contains("training (3 folds)", text);
        Assert.Contains("folds/person 0/checkpoints/best.kinora", text);
        Assert.DoesNotContain("One training, one division", text);
        Assert.DoesNotContain("Who is in the clips is unknown", text);
    }

    [Fact]
    public async Task A_fold_is_reported_with_its_run()
    {
        using var folder = Places.Temporary();
        var run = ReportRun.Make(folder.Path, Labels, clipsOfEach: 6, folds: 3, hasVideos: false);

        Assert.Equal(run.Folder.Report, await ReportFile.WriteAsync(run.Folder.Fold("person 1")));
    }

    [Fact]
    public async Task A_run_that_was_stopped_shows_what_there_is()
    {
        using var folder = Places.Temporary();
        var run = RunFolder.Create(folder.Path, "stopped");
        MadeUpRun.WriteLog(run, MadeUpRun.Epoch(0, 1, 1), MadeUpRun.Epoch(0, 1, 2));

        var text = Text(await File.ReadAllTextAsync(await ReportFile.WriteAsync(run)));

        Assert.Contains("This run was stopped before its network was measured", text);
        Assert.Contains("At the end (2 epochs)", text);
    }

    [Fact]
    public async Task A_folder_that_is_no_run_is_refused_in_one_line()
    {
        using var folder = Places.Temporary();

        var refused = await Assert.ThrowsAsync<ResultsException>(() => ReportFile.WriteAsync(RunFolder.Open(folder.Path)));

        Assert.Contains("is no run that can be reported: it holds neither results.json nor a line of log.jsonl", refused.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task The_same_run_gives_the_same_bytes()
    {
        using var folder = Places.Temporary();
        var run = ReportRun.Make(folder.Path, Labels);

        Assert.Equal(await run.WriteAsync(), await run.WriteAsync());
    }

    [Fact]
    public async Task Pictures_are_thinned_out_until_the_page_fits()
    {
        using var folder = Places.Temporary();
        var report = RunReport.Gather(ReportRun.Make(folder.Path, Labels).Folder);
        var whole = await ReportFile.RenderAsync(report);
        var none = await ReportFile.RenderAsync(report, limit: 0);
        var limit = (whole.Length + none.Length) / 2;

        var thinned = await ReportFile.RenderAsync(report, limit);

        Assert.True(whole.Length < ReportFile.Limit);
        Assert.True(thinned.Length <= limit, $"{thinned.Length} bytes, allowed {limit}");
        Assert.InRange(Pictures().Count(Encoding.UTF8.GetString(thinned)), 1, 91);
        Assert.Contains("pictures were left out to keep this file small", Encoding.UTF8.GetString(thinned));
        Assert.Equal(0, Pictures().Count(Encoding.UTF8.GetString(none)));
    }

    [Fact]
    public async Task A_large_run_stays_below_the_limit()
    {
        using var folder = Places.Temporary();
        var run = MadeUpRun.Make(folder.Path, epochs: 300, folds: 10, classes: 101, clips: 3783);

        await ReportFile.WriteAsync(run);

        Assert.InRange(new FileInfo(run.Report).Length, 100_000, ReportFile.Limit);
    }

    // What a reader sees: without style, marks and runs of white space.
    private static string Text(string html) =>
        Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(Style().Replace(html, ""), " ")).Replace('\n', ' '), " ");

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("[ \r\t]+")]
    private static partial Regex Spaces();

    [GeneratedRegex("<img [^>]*>")]
    private static partial Regex Pictures();

    [GeneratedRegex("<img src=\"data:image/jpeg;base64,([^\"]*)\"")]
    private static partial Regex Images();

    [GeneratedRegex("\\s(?:src|href|srcset|poster|action|data)=\"([^\"]*)\"")]
    private static partial Regex Addresses();
}
