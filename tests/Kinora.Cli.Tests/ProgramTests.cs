using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kinora.Cli.Tests;

/// <summary>The program as a process of its own.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void The_version_goes_to_standard_output()
    {
        var (code, output, errors) = Start("--version");
        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(@"^kinora \d+\.\d+\.\d+\n$", output);
    }

    [Fact]
    public void Without_a_verb_help_goes_to_standard_error_and_the_code_is_2()
    {
        var (code, output, errors) = Start();
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("usage: ./kinora VERB", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_ends_with_2_and_prints_no_stack()
    {
        var (code, output, errors) = Start("doctor", "--jsno", "--json", "perhaps");
        Assert.Equal((2, ""), (code, output));
        Assert.Equal("kinora doctor: --jsno: unknown flag; did you mean --json?\nkinora doctor --help lists all options\n", errors);
    }

    [Fact]
    public void Help_needs_no_native_library()
    {
        var (code, output, errors) = Start(("KINORA_NATIVE", "/nowhere"), "doctor", "--help");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("--[no-]json", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_names_what_it_found()
    {
        var (code, output, _) = Start("doctor", "--json");
        using var report = JsonDocument.Parse(output);
        var bad = report.RootElement.GetProperty("checks").EnumerateArray().Where(check => check.GetProperty("state").GetString() == "bad").Select(check => check.ToString()).ToArray();
        Assert.True(code == 0, string.Join('\n', bad));
        Assert.True(report.RootElement.GetProperty("is_working").GetBoolean());
        string[] names = ["system", ".NET", "processor", "memory", "disk", "runs folder", "cache", "libtorch", "threads", "graphics card", "convolution", "FFmpeg", "decoders", "OpenCV"];
        Assert.Equal(names, report.RootElement.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
    }

    [Fact]
    public void The_doctor_explains_threads_that_cannot_be_and_ends_with_3()
    {
        var (code, output, _) = Start(("KINORA_THREADS", "many"), "doctor");
        Assert.Equal(3, code);
        Assert.Contains("✗ libtorch", output, StringComparison.Ordinal);
        Assert.Contains("KINORA_THREADS is 'many'", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    private static (int Code, string Output, string Errors) Start(params string[] arguments) => Start(("KINORA_DEBUG", "0"), arguments);

    private static (int Code, string Output, string Errors) Start((string Name, string Value) variable, params string[] arguments)
    {
        // The dotnet that runs this test: three folders above its runtime.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "Kinora.Cli.dll"), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[variable.Name] = variable.Value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
