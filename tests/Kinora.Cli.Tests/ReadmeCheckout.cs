using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>
/// A folder in which the README's lines find what they name: <c>./kinora</c> (the program as built beside these tests), its
/// recipes, tiny clips in <c>my-clips/</c>, <c>holiday.mp4</c>, <c>clip.mp4</c>, and a run called <c>mine</c>.
/// </summary>
internal sealed class ReadmeCheckout : IDisposable
{
    private readonly TemporaryFolder folder = new("readme");

    public ReadmeCheckout()
    {
        File.WriteAllText(folder.File("kinora"), $"#!/bin/sh\nexec '{DotnetRun.Dotnet}' '{Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll")}' \"$@\"\n");
        Places.Run("chmod", "+x", folder.File("kinora"));
        File.CreateSymbolicLink(folder.File("recipes"), Path.Combine(Places.Repository, "recipes"));
        foreach (var number in new[] { 1, 2, 3, 4 })
        {
            MadeData.Clip(folder, $"my-clips/sink/{number}.mp4", shade: 60 * number);
            MadeData.Clip(folder, $"my-clips/slide/{number}.mp4", isSideways: true, shade: 60 * number);
        }

        MadeData.Clip(folder, "holiday.mp4");
        MadeData.Clip(folder, "clip.mp4", isSideways: true);
        MadeData.Checkpoint(folder, "runs/mine/checkpoints/best.kinora", "sink", "slide");
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Runs a line as a shell would.</summary>
    public Task<(int Code, string Output, string Errors)> Shell(string line) => Run("bash", "-c", line);

    /// <summary>Builds and runs a program of a few lines that uses the library of this checkout.</summary>
    /// <param name="name">Names the program; the same name builds in the same folder, which is quick when nothing changed.</param>
    /// <param name="code">The lines.</param>
    public async Task<(int Code, string Output, string Errors)> CSharp(string name, string code)
    {
        var file = Path.Combine(Places.Repository, "artifacts", $"{name}.cs");
        await File.WriteAllTextAsync(file, $"#:project ../src/Kinora/Kinora.csproj\n#:property PublishAot=false\n{code}\n");
        try
        {
            return await Run(DotnetRun.Dotnet, "run", "-c", DotnetRun.Configuration, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<(int Code, string Output, string Errors)> Run(string program, params string[] arguments)
    {
        using var process = DotnetRun.Start(folder, program, arguments);
        return await process.End();
    }
}
