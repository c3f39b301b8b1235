using System.Diagnostics;

namespace Kinora.Tests.Results;

/// <summary>A file system of 64 KiB in memory, for trying what happens when it is full.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder;

    private SmallDisk(TemporaryFolder folder) => this.folder = folder;

    public string Path => folder.Path;

    /// <summary>Skips the test, with a reason, where mounting is not allowed.</summary>
    public static SmallDisk Mount()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can mount a small disk to fill");
        var made = new TemporaryFolder("disk");
        using var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", made.Path]) { UseShellExecute = false, RedirectStandardError = true })!;
        var complaint = mount.StandardError.ReadToEnd();
        mount.WaitForExit();
        if (mount.ExitCode != 0)
        {
            made.Dispose();
            Assert.Skip($"a small disk cannot be mounted here: {complaint.Trim()}");
        }

        return new SmallDisk(made);
    }

    public void Dispose()
    {
        Places.Run("umount", "--lazy", folder.Path);
        folder.Dispose();
    }
}
