using Kinora.Tests;
using Microsoft.Playwright;

namespace Kinora.Web.Tests.Pages;

/// <summary>A video's way through the pages, as people go it.</summary>
public sealed class VideoPagesTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_dropped_video_is_uploaded_watched_and_its_timeline_moves_the_video()
    {
        using var folder = new TemporaryFolder(nameof(VideoPagesTests));
        using var analyst = new SceneAnalyst();
        analyst.Hold();
        await using var server = await Browser.Serve(folder, analyst);
        var page = await browser.OpenAsync(server.Address);

        await Drop(page, await File.ReadAllBytesAsync(Browser.Clip(folder)), "my block.mp4");
        await Assertions.Expect(page.Locator("[data-chosen]")).ToContainTextAsync("my block.mp4");
        await page.Locator("button[type=submit]").ClickAsync();

        // The job stands at a quarter as long as it is held.
        await page.WaitForURLAsync("**/results/*");
        await Assertions.Expect(page.Locator("[role=progressbar]")).ToHaveAttributeAsync("aria-valuenow", "25");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Looking at the video");
        await Browser.IsForEverybody(page);
        await Browser.Keep(page, "running");
        analyst.Release();

        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("walk");
        await Assertions.Expect(page.Locator("[data-result]")).ToHaveAttributeAsync("data-ready", "");
        Assert.Equal(["walk", "wave", "sit down", "clap hands", "jump"], await page.Locator(".ks-top5 .ks-label").AllTextContentsAsync());
        Assert.Equal(8, await page.Locator("[data-frame] img").CountAsync());

        // Three quarters along the timeline somebody waves.
        var track = await page.Locator("[data-track]").BoundingBoxAsync();
        await page.Locator("[data-track]").ClickAsync(new LocatorClickOptions { Position = new Position { X = track!.Width * 3 / 4, Y = 20 } });
        await Assertions.Expect(page.Locator("[data-bars-title]")).ToHaveTextAsync("At 0:03.0");
        await Assertions.Expect(page.Locator(".ks-top5 .ks-label").First).ToHaveTextAsync("wave");
        await Assertions.Expect(page.Locator(".ks-top5 .ks-percent").First).ToHaveTextAsync("70\u00a0%");
        Assert.Equal(3.0, await page.EvaluateAsync<double>("document.querySelector('video').currentTime"), 0.05);
        Assert.Contains("wave, 70\u00a0%", await page.Locator("[data-track]").GetAttributeAsync("aria-valuetext"));
        await Assertions.Expect(page.Locator(".ks-segments li.ks-is b")).ToHaveTextAsync("wave");

        // And the video moves the bars.
        await page.EvaluateAsync("document.querySelector('video').currentTime = 0.5");
        await Assertions.Expect(page.Locator(".ks-top5 .ks-label").First).ToHaveTextAsync("walk");
        await page.GetByRole(AriaRole.Button, new() { Name = "Whole video" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ks-top5 .ks-percent").First).ToHaveTextAsync("48\u00a0%");
        await page.EvaluateAsync("document.querySelector('video').play()");
        await Assertions.Expect(page.Locator(".ks-top5 .ks-label").First).ToHaveTextAsync("wave");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Upload_result_and_history_work_without_scripts()
    {
        using var folder = new TemporaryFolder(nameof(VideoPagesTests));
        using var analyst = new SceneAnalyst();
        using var other = new SceneAnalyst("other");
        analyst.Hold();
        await using var server = await Browser.Serve(folder, analyst, other);
        var page = await browser.OpenAsync(server.Address, hasScripts: false);

        await page.Locator("input[type=file]").SetInputFilesAsync(Browser.Clip(folder));
        await page.Locator("button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/results/*");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Looking at the video");
        analyst.Release();

        // The page loads itself again until the result is there.
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("walk");
        Assert.Equal(5, await page.Locator(".ks-top5 li").CountAsync());
        Assert.Equal(["walk", "wave"], await page.Locator(".ks-segments b").AllTextContentsAsync());
        Assert.EndsWith("/video#t=2", await page.Locator(".ks-segments a").Nth(1).GetAttributeAsync("href"));

        // Another model, then the history, a search, and away with it.
        await page.GetByText("Ask another model").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Analysed by other")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        Assert.Equal(2, await page.Locator(".ks-card").CountAsync());
        await page.GetByRole(AriaRole.Searchbox).FillAsync("OTHER");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ks-card")).ToHaveCountAsync(1);
        await page.Locator(".ks-delete summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.WaitForURLAsync("**/history");
        await Assertions.Expect(page.Locator(".ks-card")).ToHaveCountAsync(1);
        Assert.Single(Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads")));
        await page.Locator(".ks-delete summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ks-card")).ToHaveCountAsync(0);
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads")));
    }

    [Fact]
    public async Task The_history_outlives_the_server()
    {
        using var folder = new TemporaryFolder(nameof(VideoPagesTests));
        using var analyst = new SceneAnalyst();
        await using (var server = await Browser.Serve(folder, analyst))
        {
            using var answer = await server.Send(await File.ReadAllBytesAsync(Browser.Clip(folder)), "?wait=60", "kept.mp4");
            Assert.True(answer.IsSuccessStatusCode);
        }

        await using var again = await Browser.Serve(folder, analyst);
        var page = await browser.OpenAsync(again.Address, "history");

        await Assertions.Expect(page.Locator(".ks-cardfile")).ToHaveTextAsync("kept.mp4");
        Assert.True(await page.Locator(".ks-thumb img").EvaluateAsync<bool>("async image => { await image.decode(); return image.naturalWidth === 320; }"));
        await page.Locator(".ks-cardlink").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("walk");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_text_that_is_called_a_video_is_refused_in_plain_words()
    {
        using var folder = new TemporaryFolder(nameof(VideoPagesTests));
        using var analyst = new SceneAnalyst();
        await using var server = await Browser.Serve(folder, analyst);
        var page = await browser.OpenAsync(server.Address);
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "holiday.mp4", MimeType = "video/mp4", Buffer = "Dear diary, today we went to the sea."u8.ToArray() });

        await page.Locator("button[type=submit]").ClickAsync();

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("This file cannot be read as a video");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("holiday.mp4");
        Assert.DoesNotContain(folder.Path, await page.ContentAsync());
        await Assertions.Expect(page.GetByText("Saving it again as MP4")).ToBeVisibleAsync();
        await Browser.IsForEverybody(page);
        await Browser.Keep(page, "failed");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task What_is_too_large_is_told_before_it_is_sent()
    {
        using var folder = new TemporaryFolder(nameof(VideoPagesTests));
        using var analyst = new SceneAnalyst();
        await using var server = await TestServer.StartAsync(folder, settings => settings with { MaxBytes = 1 << 20 }, analyst);
        var page = await browser.OpenAsync(server.Address);

        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "long.mp4", MimeType = "video/mp4", Buffer = new byte[2 << 20] });

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The file long.mp4 has 2.0 MB; this server takes 1 MB at most. Cut out the part that matters, or save it smaller.");
        await Assertions.Expect(page.Locator("button[type=submit]")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Everything_is_done_by_the_keyboard()
    {
        using var folder = new TemporaryFolder(nameof(VideoPagesTests));
        using var analyst = new SceneAnalyst();
        await using var server = await Browser.Serve(folder, analyst);
        var page = await browser.OpenAsync(server.Address);

        // Listened for long before the key is pressed: until the browser knows of a listener it opens a window of its own.
        var chooser = new TaskCompletionSource<IFileChooser>(TaskCreationOptions.RunContinuationsAsynchronously);
        page.FileChooser += (_, opened) => chooser.TrySetResult(opened);
        await TabTo(page, "input[type=file]");
        await page.Keyboard.PressAsync("Enter");
        await (await chooser.Task.WaitAsync(TimeSpan.FromMinutes(1))).SetFilesAsync(Browser.Clip(folder));
        await TabTo(page, "button[type=submit]");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-result]")).ToHaveAttributeAsync("data-ready", "");

        await TabTo(page, "[role=slider]");
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator(".ks-top5 .ks-label").First).ToHaveTextAsync("wave");
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator(".ks-top5 .ks-label").First).ToHaveTextAsync("walk");
        for (var i = 0; i < 30; i++)
        {
            await page.Keyboard.PressAsync("ArrowRight");
        }

        await Assertions.Expect(page.Locator("[data-bars-title]")).ToHaveTextAsync("At 0:02.4");
        await Assertions.Expect(page.Locator(".ks-top5 .ks-label").First).ToHaveTextAsync("wave");
        await TabTo(page, ".ks-segments button");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-bars-title]")).ToHaveTextAsync("At 0:00.0");
        await TabTo(page, ".ks-delete summary");
        await page.Keyboard.PressAsync("Enter");
        await TabTo(page, ".ks-delete button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/history");
        await Assertions.Expect(page.Locator(".ks-card")).ToHaveCountAsync(0);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_video_that_browsers_cannot_play_moves_over_its_pictures()
    {
        using var folder = new TemporaryFolder(nameof(VideoPagesTests));
        await using var server = await TestServer.StartAsync(folder, new SceneAnalyst());
        using var answer = await server.Send(FakeVideo.File(width: 320, height: 180, frames: 100), "?wait=60", "old.avi");
        var id = (await TestServer.Json(answer)).GetProperty("id").GetString();
        var page = await browser.OpenAsync(server.Address, $"results/{id}");

        await Assertions.Expect(page.Locator("[data-result]")).ToHaveAttributeAsync("data-ready", "");
        await Assertions.Expect(page.Locator("video")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByText("Browsers cannot play this kind of file")).ToBeVisibleAsync();
        await page.Locator(".ks-segments button").Nth(1).ClickAsync();
        await Assertions.Expect(page.Locator(".ks-top5 .ks-label").First).ToHaveTextAsync("wave");
        await Assertions.Expect(page.Locator("[data-still] img")).ToHaveAttributeAsync("src", $"/api/v1/predictions/{id}/frames/56");
        await Browser.IsForEverybody(page);
        await Browser.Keep(page, "unplayable");
        Assert.Empty(browser.Complaints);
    }

    private static Task Drop(IPage page, byte[] content, string name) => page.EvaluateAsync(
        """
        async ([content, name]) => {
          const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([bytes], name, { type: 'video/mp4' }));
          const zone = document.querySelector('[data-drop]');
          for (const kind of ['dragenter', 'dragover', 'drop']) zone.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
        }
        """,
        new[] { Convert.ToBase64String(content), name });

    private static async Task TabTo(IPage page, string selector)
    {
        for (var i = 0; i < 60; i++)
        {
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"the Tab key does not come to {selector}");
    }
}
