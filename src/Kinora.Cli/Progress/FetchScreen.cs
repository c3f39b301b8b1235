using Kinora.Cli.Shell;
using Kinora.Data.Fetching;
using Kinora.Models.Weights;

namespace Kinora.Cli.Progress;

/// <summary>How the fetching of a data set goes, on standard error: each file's own line, or, where there are very many, a line for every hundred.</summary>
internal sealed class FetchScreen(Terminal terminal) : IFetchObserver
{
    private const int ManyFiles = 50;
    private const int Step = 100;

    public IFileProgress Fetching(string file, int number, int count)
    {
        if (count <= ManyFiles)
        {
            return new OneFile(new DownloadScreen(terminal, file));
        }

        if (number % Step == 0 || number == count)
        {
            terminal.Notices.WriteLine($"file {number} of {count}: {file}");
        }

        return new OneOfMany();
    }

    public void Unpacking(string file) => terminal.Notices.WriteLine($"unpacking {file}");

    private sealed class OneFile(DownloadScreen screen) : IFileProgress
    {
        public void Report(DownloadProgress value) => screen.Report(value);

        public void Fetched(bool isNew, bool isChecked) =>
            screen.Done(isNew ? $"fetched{(isChecked ? ", checksum right" : ", no checksum is published to compare")}" : "is here already");

        public void Dispose() => screen.Dispose();
    }

    private sealed class OneOfMany : IFileProgress
    {
        public void Report(DownloadProgress value)
        {
        }

        public void Fetched(bool isNew, bool isChecked)
        {
        }

        public void Dispose()
        {
        }
    }
}
