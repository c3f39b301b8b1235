using System.Diagnostics;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>./kinora in a checkout of its own, with stand-ins for the tools it calls: nothing is installed, nothing compiled.</summary>
public sealed class StartScriptTests : IDisposable
{
    private const string Debian = "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n";
    private const string Supported = "Kinora runs on Debian 12 or later, or Ubuntu 24.04 or later, on x86-64 or arm64";

    private readonly TemporaryFolder folder = Places.Temporary();

    public StartScriptTests()
    {
        foreach (var name in new[] { "src", "native", "tools", "home" })
        {
            Directory.CreateDirectory(folder.File(name));
        }

        File.Copy(Path.Combine(Places.Repository, "kinora"), folder.File("kinora"));
        File.WriteAllText(folder.File("src/Program.cs"), "");
        File.WriteAllText(folder.File("Directory.Build.props"), "");
        File.WriteAllText(folder.File("global.json"), "");
        File.WriteAllText(folder.File("os-release"), Debian);
        File.WriteAllText(folder.File("dpkg-status"), "");
        File.SetLastWriteTimeUtc(folder.File("dpkg-status"), DateTime.UtcNow.AddSeconds(-10));
        Tool("uname", "echo Linux x86_64");
        Tool("id", "echo 0");
        // Every package asked for is installed, but for those in the file `missing`.
        Tool("dpkg-query", "shift 2; for p in \"$@\"; do grep -qsx -- \"$p\" \"$FOLDER/missing\" || echo \"ii $p\"; done");
        Tool("sudo", "exit 1");
        Tool("apt-get", "echo \"apt-get $*\" >>\"$FOLDER/calls\"");
        Tool("dotnet", """
            case $1 in
                --version) echo 10.0.100 ;;
                publish)
                    echo "dotnet $*" >>"$FOLDER/calls"
                    sleep 0.3
                    if [ -e "$FOLDER/broken" ]; then echo "$FOLDER/src/Program.cs(1,1): error CS1002: ; expected [$FOLDER/src/X.csproj]"; exit 1; fi
                    while [ $# != 0 ]; do
                        if [ "$1" = --output ]; then echo "build $(grep -c '^dotnet publish' "$FOLDER/calls")" >"$2/Kinora.Cli.dll"; fi
                        shift
                    done ;;
                *)
                    echo "$(cat "$1") native=${KINORA_NATIVE:-} torch=${KINORA_LIBTORCH:-}"
                    shift
                    for a in "$@"; do echo "[$a]"; done
                    exit "${PROGRAM_CODE:-0}" ;;
            esac
            """);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("ID=fedora\nPRETTY_NAME=\"Fedora Linux 43\"\n", $"kinora: this is Fedora Linux 43; {Supported} (in a container or virtual machine too)\n")]
    [InlineData("ID=debian\nVERSION_ID=\"11\"\nPRETTY_NAME=\"Debian GNU/Linux 11\"\n", $"kinora: this is Debian GNU/Linux 11, whose libtorch or FFmpeg is too old; {Supported}\n")]
    [InlineData("ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"22.04\"\nPRETTY_NAME=\"Ubuntu 22.04 LTS\"\n", $"kinora: this is Ubuntu 22.04 LTS, whose libtorch or FFmpeg is too old; {Supported}\n")]
    public void Another_distribution_is_told_what_is_supported(string release, string message)
    {
        File.WriteAllText(folder.File("os-release"), release);
        Assert.Equal((3, "", message), Start());
    }

    [Theory]
    [InlineData("ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"24.04\"\n")]
    [InlineData("ID=debian\n")]
    [InlineData("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\nVERSION_ID=\"22\"\n")]
    public void Ubuntu_unstable_and_derived_distributions_are_supported(string release)
    {
        File.WriteAllText(folder.File("os-release"), release);
        Assert.Equal(0, Start().Code);
    }

    [Theory]
    [InlineData("Darwin arm64", $"kinora: this is Darwin; {Supported} (in a container or virtual machine too)\n")]
    [InlineData("Linux riscv64", $"kinora: this is a riscv64 processor; {Supported}\n")]
    public void Another_system_is_told_what_is_supported(string uname, string message)
    {
        Tool("uname", $"echo {uname}");
        Assert.Equal((3, "", message), Start());
    }

    [Fact]
    public void What_is_missing_is_named_with_its_reason_and_installed_without_recommendations()
    {
        File.WriteAllText(folder.File("missing"), "cmake\nlibtorch-dev\n");
        var (code, _, errors) = Start();
        Assert.Equal(0, code);
        Assert.Contains("    for building the native code: cmake\n    for the tensor engine: libtorch-dev\n", errors, StringComparison.Ordinal);
        Assert.Equal(["apt-get update", "apt-get -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends cmake libtorch-dev"], Calls()[..2]);
    }

    [Fact]
    public void Without_root_and_sudo_the_line_to_run_is_printed()
    {
        File.WriteAllText(folder.File("missing"), "ffmpeg\ng++\n");
        Tool("id", "echo 1000");
        var (code, _, errors) = Start();
        Assert.Equal(3, code);
        Assert.EndsWith("as root, run:  apt-get update && apt-get install --yes --no-install-recommends g++\n", errors, StringComparison.Ordinal);
        Assert.Empty(Calls());
    }

    [Fact]
    public void Sudo_is_used_where_it_may_be()
    {
        File.WriteAllText(folder.File("missing"), "g++\n");
        Tool("id", "echo 1000");
        Tool("sudo", "case $1 in -n | -v) exit 0 ;; esac; echo \"sudo\" >>\"$FOLDER/calls\"; exec \"$@\"");
        Assert.Equal(0, Start().Code);
        Assert.Equal(["sudo", "apt-get update", "apt-get -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends g++"], Calls()[..3]);
    }

    [Fact]
    public void A_failed_installation_says_why_and_where_the_log_is()
    {
        File.WriteAllText(folder.File("missing"), "g++\n");
        Tool("apt-get", "echo 'E: Unable to locate package g++'; exit 100");
        var (code, _, errors) = Start();
        Assert.Equal(3, code);
        Assert.Contains("    E: Unable to locate package g++\n", errors, StringComparison.Ordinal);
        Assert.Contains($"apt-get failed; the log is {folder.File("artifacts/install.log")}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_and_exit_code_are_those_of_the_program()
    {
        var (code, output, _) = Start(("PROGRAM_CODE", "7"), "predict", "a file.avi", "", "--top-k=3", "*");
        Assert.Equal((7, "build 1 native= torch=\n[predict]\n[a file.avi]\n[]\n[--top-k=3]\n[*]\n"), (code, output));
    }

    [Fact]
    public void What_is_fresh_is_not_built_again_and_what_changed_is()
    {
        Assert.StartsWith("build 1 ", Start().Output, StringComparison.Ordinal);
        var (_, output, errors) = Start();
        Assert.StartsWith("build 1 ", output, StringComparison.Ordinal);
        Assert.Equal("", errors);
        File.SetLastWriteTimeUtc(folder.File("src/Program.cs"), DateTime.UtcNow.AddSeconds(1));
        Assert.StartsWith("build 2 ", Start().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_are_looked_for_again_only_when_some_came_or_went()
    {
        Start();
        File.WriteAllText(folder.File("missing"), "g++\n");
        Assert.Equal(0, Start().Code);
        Assert.Single(Calls());
        File.SetLastWriteTimeUtc(folder.File("dpkg-status"), DateTime.UtcNow.AddSeconds(1));
        Assert.Equal(0, Start().Code);
        Assert.EndsWith("install --yes --no-install-recommends g++", Calls()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_removed_source_is_a_change()
    {
        File.WriteAllText(folder.File("src/Other.cs"), "");
        Start();
        File.Delete(folder.File("src/Other.cs"));
        Assert.StartsWith("build 2 ", Start().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_build_says_what_failed_and_is_tried_again()
    {
        File.WriteAllText(folder.File("broken"), "");
        var (code, output, errors) = Start();
        Assert.Equal((3, ""), (code, output));
        Assert.Contains("    src/Program.cs(1,1): error CS1002: ; expected\n", errors, StringComparison.Ordinal);
        Assert.EndsWith($"kinora: the build failed; the whole log is {folder.File("artifacts/build.log")}\n", errors, StringComparison.Ordinal);
        File.Delete(folder.File("broken"));
        Assert.Equal(0, Start().Code);
    }

    [Fact]
    public async Task Of_several_starts_at_once_one_builds()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Start())));
        Assert.All(starts, start => Assert.StartsWith("build 1 ", start.Output, StringComparison.Ordinal));
        Assert.Single(Calls());
    }

    [Fact]
    public void A_running_program_keeps_its_files_when_another_start_builds()
    {
        Start();
        var before = File.ResolveLinkTarget(folder.File("artifacts/program"), returnFinalTarget: true)!.FullName;
        using var running = Process.Start(new ProcessStartInfo("flock", ["--shared", before, "sleep", "60"]))!;
        SpinWait.SpinUntil(() => IsLocked(before), TimeSpan.FromSeconds(10));
        for (var build = 0; build < 3; build++)
        {
            File.SetLastWriteTimeUtc(folder.File("src/Program.cs"), DateTime.UtcNow.AddSeconds(1 + build));
            Start();
        }

        Assert.True(File.Exists(Path.Combine(before, "Kinora.Cli.dll")));
        running.Kill(entireProcessTree: true);
        running.WaitForExit();
        File.SetLastWriteTimeUtc(folder.File("src/Program.cs"), DateTime.UtcNow.AddSeconds(9));
        Start();
        Assert.False(Directory.Exists(before));
    }

    [Fact]
    public void A_second_start_adds_less_than_300_ms()
    {
        Start();
        // The stand-in for the program takes a few milliseconds of it. The best of several: other programs run here too.
        var best = Enumerable.Range(0, 5).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            Start();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        Assert.True(best < 300, $"{best:0} ms");
    }

    [Fact]
    public void A_libtorch_that_is_no_folder_is_explained() => Refused("/nowhere", "KINORA_LIBTORCH is /nowhere, which is not a folder");

    [Fact]
    public void A_folder_without_libtorch_is_explained() => Refused(folder.File("home"), "lacks lib/libtorch_cpu.so or include/; it must name an unpacked libtorch");

    [Fact]
    public void A_libtorch_that_is_too_old_is_explained() => Refused(Libtorch("1", "9"), "libtorch 1.9: too old; 1.13 or later is needed");

    [Fact]
    public void Another_libtorch_gets_a_binding_of_its_own()
    {
        File.WriteAllText(folder.File("native/build"), """
            #!/usr/bin/env bash
            if [ "$1" = --where ]; then echo "$FOLDER/artifacts/native/other"; exit; fi
            mkdir -p "$FOLDER/artifacts/native/other"
            echo "native/build $* for $KINORA_LIBTORCH" >>"$FOLDER/calls"
            touch "$FOLDER/artifacts/native/other/libkinora_torch.so"
            """);
        Executable(folder.File("native/build"));
        var libtorch = Libtorch("2", "10");
        for (var start = 0; start < 2; start++)
        {
            Assert.Equal((0, $"build 1 native={folder.File("artifacts/native/other")} torch={libtorch}\n"), Start(("KINORA_LIBTORCH", libtorch)) switch { var (code, output, _) => (code, output) });
        }

        Assert.Single(Calls(), call => call == $"native/build torch for {libtorch}");
    }

    private void Refused(string libtorch, string reason)
    {
        var (code, _, errors) = Start(("KINORA_LIBTORCH", libtorch));
        Assert.Equal(3, code);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
    }

    private string Libtorch(string major, string minor)
    {
        var header = folder.File("libtorch/include/torch/csrc/api/include/torch/version.h");
        Directory.CreateDirectory(Path.GetDirectoryName(header)!);
        Directory.CreateDirectory(folder.File("libtorch/lib"));
        File.WriteAllText(folder.File("libtorch/lib/libtorch_cpu.so"), "");
        File.WriteAllText(header, $"#pragma once\n#define TORCH_VERSION_MAJOR {major}\n#define TORCH_VERSION_MINOR {minor}\n#define TORCH_VERSION_PATCH 0\n");
        return folder.File("libtorch");
    }

    private string[] Calls() => File.Exists(folder.File("calls")) ? File.ReadAllLines(folder.File("calls")) : [];

    private void Tool(string name, string script)
    {
        var file = folder.File($"tools/{name}");
        File.WriteAllText(file, $"#!/usr/bin/env bash\n{script}\n");
        Executable(file);
    }

    private static void Executable(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static bool IsLocked(string path)
    {
        using var attempt = Process.Start(new ProcessStartInfo("flock", ["--nonblock", "--exclusive", path, "true"]))!;
        attempt.WaitForExit();
        return attempt.ExitCode != 0;
    }

    private (int Code, string Output, string Errors) Start(params string[] arguments) => Start(("PROGRAM_CODE", "0"), arguments);

    private (int Code, string Output, string Errors) Start((string Name, string Value) variable, params string[] arguments)
    {
        var start = new ProcessStartInfo(folder.File("kinora"), arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment.Remove("KINORA_LIBTORCH");
        start.Environment.Remove("KINORA_NATIVE");
        start.Environment["FOLDER"] = folder.Path;
        start.Environment["HOME"] = folder.File("home");
        start.Environment["KINORA_OS_RELEASE"] = folder.File("os-release");
        start.Environment["KINORA_DPKG_STATUS"] = folder.File("dpkg-status");
        start.Environment["PATH"] = folder.File("tools") + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment[variable.Name] = variable.Value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
