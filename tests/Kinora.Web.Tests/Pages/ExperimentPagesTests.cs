using System.Net;
using Kinora.Results;
using Kinora.Tests;
using Kinora.Tests.Reports;
using Microsoft.Playwright;

namespace Kinora.Web.Tests.Pages;

/// <summary>The pages of trainings, made of the parts of the reports.</summary>
public sealed class ExperimentPagesTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_finished_training_shows_its_report_and_two_stand_side_by_side()
    {
        using var folder = new TemporaryFolder(nameof(ExperimentPagesTests));
        ReportRun.Make(folder.Path, ["walk", "run", "wave"]);
        MadeUpRun.Make(folder.File("runs"), epochs: 8, folds: 1, classes: 3, clips: 30);
        using var analyst = new SceneAnalyst();
        await using var server = await Browser.Serve(folder, analyst);
        var page = await browser.OpenAsync(server.Address, "experiments");

        await page.GetByRole(AriaRole.Link, new() { Name = "a <run> & more" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("a <run> & more");
        Assert.Equal(2, await page.Locator(".kr-plot").CountAsync());
        Assert.Equal(3, await page.Locator(".kr-matrix tbody tr").CountAsync());
        Assert.True(await page.Locator("#wrong .kr-card img").CountAsync() > 0);
        Assert.True(await page.Locator("#right .kr-card img").CountAsync() > 0);
        // The bars of the report's parts are as long as they say.
        Assert.True(await page.Locator(".kr-guesses .kr-bar > span").First.EvaluateAsync<bool>("bar => bar.getBoundingClientRect().width > 10"));

        await page.GetByRole(AriaRole.Link, new() { Name = "← Experiments" }).ClickAsync();
        foreach (var box in await page.GetByRole(AriaRole.Checkbox).AllAsync())
        {
            await box.CheckAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Assertions.Expect(page.Locator(".kr-matrix")).ToHaveCountAsync(2);
        Assert.Equal(2, await page.Locator(".kr-plot").CountAsync());
        Assert.Equal(["var(--c0)", "var(--c1)"], await page.Locator(".kr-plot").First.EvaluateAsync<string[]>("plot => [...new Set([...plot.querySelectorAll('[stroke^=\"var(--c\"]')].map(line => line.getAttribute('stroke')))].sort()"));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_training_under_way_is_looked_at_again_by_itself()
    {
        using var folder = new TemporaryFolder(nameof(ExperimentPagesTests));
        var run = RunFolder.Create(folder.File("runs"), "under way");
        MadeUpRun.WriteLog(run, [.. Enumerable.Range(1, 3).Select(epoch => MadeUpRun.Epoch(0, 1, epoch))]);
        using var analyst = new SceneAnalyst();
        await using var server = await Browser.Serve(folder, analyst);
        var page = await browser.OpenAsync(server.Address, "experiments/under%20way");
        await Assertions.Expect(page.GetByText("3 epochs so far")).ToBeVisibleAsync();
        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"", await server.Client.GetStringAsync("experiments/under%20way"));
        await Browser.Keep(page, "under-way");

        MadeUpRun.WriteLog(run, MadeUpRun.Epoch(0, 1, 4), MadeUpRun.Epoch(0, 1, 5));

        await Assertions.Expect(page.GetByText("5 epochs so far")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".kr-curves").First).ToContainTextAsync("At the end (5 epochs)");

        MadeUpRun.Make(folder.File("made"), epochs: 5, folds: 1, classes: 3, clips: 30);
        File.Copy(folder.File("made/run/results.json"), run.Results);
        await Assertions.Expect(page.Locator(".kr-matrix")).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator("[data-live]").CountAsync());
        Assert.Empty(browser.Complaints);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("%2e%2e")]
    [InlineData("..%2Fsecret")]
    [InlineData("%2Fetc")]
    [InlineData("mine%2F..%2F..%2Fsecret")]
    [InlineData("nothing")]
    public async Task A_name_that_no_run_has_is_no_way_to_other_folders(string name)
    {
        using var folder = new TemporaryFolder(nameof(ExperimentPagesTests));
        MadeUpRun.Make(folder.File("runs"), epochs: 2, folds: 1, classes: 3, clips: 9);
        MadeUpRun.Make(folder.File("secret"), epochs: 2, folds: 1, classes: 3, clips: 9);
        File.Move(folder.File("secret/run/results.json"), folder.File("secret/results.json"));
        using var analyst = new SceneAnalyst();
        await using var server = await Browser.Serve(folder, analyst);

        using var one = await server.Client.GetAsync(new Uri($"{server.Address}experiments/{name}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var two = await server.Client.GetAsync($"experiments/compare?run=run&run={name}");

        // A path that goes up is made plain before anything looks at it: it is the start page's.
        Assert.True(one.StatusCode == HttpStatusCode.NotFound || (await one.Content.ReadAsStringAsync()).Contains("<h1>What happens in your video?</h1>", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, two.StatusCode);
    }

    [Fact]
    public async Task A_broken_run_is_told_and_does_not_hide_the_others()
    {
        using var folder = new TemporaryFolder(nameof(ExperimentPagesTests));
        MadeUpRun.Make(folder.File("runs"), epochs: 2, folds: 1, classes: 3, clips: 9);
        var broken = RunFolder.Create(folder.File("runs"), "broken");
        await File.WriteAllTextAsync(broken.Results, "{");
        using var analyst = new SceneAnalyst();
        await using var server = await Browser.Serve(folder, analyst);

        var list = await server.Client.GetStringAsync("experiments");
        var page = await server.Client.GetStringAsync("experiments/broken");

        Assert.Contains("href=\"/experiments/run\"", list);
        Assert.Contains("cannot be read", list);
        Assert.Contains("results.json", page);
        Assert.DoesNotContain(folder.Path, page);
    }
}
