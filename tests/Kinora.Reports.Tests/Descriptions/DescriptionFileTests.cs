using System.Net;
using System.Text.RegularExpressions;
using Kinora.Reports.Descriptions;

namespace Kinora.Tests.Reports.Descriptions;

public sealed partial class DescriptionFileTests
{
    [Fact]
    public async Task The_page_has_a_plot_of_every_measure_and_no_script()
    {
        var html = await DescriptionFile.RenderAsync(MadeUpData.Of(["walk", MadeUpData.Odd, "run"]), root: null);

        foreach (var title in (string[])["Duration", "Length", "Rate", "Picture size", "Brightness", "Motion"])
        {
            Assert.Matches($"<h3>{title}</h3></figcaption>\\s*<svg class=\"kr-plot\"", html);
        }

        Assert.Equal(6, Regex.Count(html, "fill=\"var\\(--interval\\)\""));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"<(link|iframe|object|embed|base)\b", html);
        Assert.DoesNotMatch(@"\son\w+=", html);
        Assert.DoesNotMatch(@"https?://(?!www\.w3\.org/2000/svg"")", html);
        Assert.DoesNotContain("NaN", html);
    }

    [Fact]
    public async Task Names_with_marks_of_HTML_are_text_everywhere()
    {
        var html = await DescriptionFile.RenderAsync(MadeUpData.Of(["walk", MadeUpData.Odd]), root: null);

        Assert.DoesNotContain("<b>&", html);
        Assert.Contains("&lt;b&gt;&amp;&quot;#", html);
    }

    [Fact]
    public async Task It_says_in_words_what_should_be_looked_at()
    {
        var text = Text(await DescriptionFile.RenderAsync(MadeUpData.Of(["walk", "run"]), root: null));

        Assert.Contains("1 file cannot be read", text);
        Assert.Contains("walk/broken.mp4 no frame can be decoded", text);
        Assert.Contains("1 file can be read in part", text);
        Assert.Contains("breaks after 41 of 66 frames", text);
        Assert.Contains("1 set of equal files", text);
        Assert.Contains("1 under different classes", text);
        Assert.Contains("labelled walk and run; in train and test", text);
        Assert.Contains("3 of 7 persons stand on two sides of a split", text);
        Assert.Contains("2 files not taken for a video: a.txt, b.txt", text);
    }

    [Fact]
    public async Task One_clip_of_one_frame_is_described_without_plots()
    {
        var html = await DescriptionFile.RenderAsync(MadeUpData.Least(), root: null);

        Assert.DoesNotContain("<svg class=\"kr-plot\"", html);
        Assert.DoesNotContain("NaN", html);
        Assert.Contains("0.04 seconds, the only clip", Text(html));
        Assert.Contains("videos without labels", Text(html));
    }

    [Fact]
    public async Task The_same_data_gives_the_same_bytes()
    {
        var data = MadeUpData.Of(["walk", "run"]);
        Assert.Equal(await DescriptionFile.RenderAsync(data, root: null), await DescriptionFile.RenderAsync(data, root: null));
    }

    [Fact]
    public void A_histogram_counts_every_value_once_in_bars_of_a_round_width()
    {
        double[] values = [0.1, 0.25, 0.3, 1, 1.05, 2.4, 2.4, 2.4, 9.99];
        var found = Histogram.Of(values, areWhole: false);

        Assert.Equal(0.5, found.Width);
        Assert.Equal(values.Length, found.Bars.Sum(bar => bar.Count) + found.Above);
        Assert.All(found.Bars, bar => Assert.Equal(values.Count(value => value >= bar.From && value < bar.From + found.Width), bar.Count));
        Assert.Equal(0, found.Above);
    }

    [Fact]
    public void A_value_far_above_all_others_is_counted_and_not_drawn()
    {
        var found = Histogram.Of([1, 2, 3, 4, 5, 6, 7, 8, 1000], areWhole: true);

        Assert.Equal((1, 1.0, 9.0), (found.Above, found.Width, found.End));
    }

    private static string Text(string html) => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(html, " ")).Replace('\n', ' '), " ");

    [GeneratedRegex("<style>.*?</style>|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tags();

    [GeneratedRegex("[ \r\t]+")]
    private static partial Regex Spaces();
}
