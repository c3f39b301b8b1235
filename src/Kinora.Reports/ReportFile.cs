using System.Text;
using Kinora.Reports.Sections;
using Kinora.Results;

namespace Kinora.Reports;

/// <summary>The report of a run: one page that needs no network, no script and no other file.</summary>
public static class ReportFile
{
    /// <summary>No report is larger, in bytes, as long as there are pictures to leave out.</summary>
    public const int Limit = 5_000_000;

    /// <summary>Writes <c>report.html</c> into the folder of a run, whole or not at all. The same run gives the same bytes.</summary>
    /// <param name="run">The run, or one of its folds: the report is the whole run's.</param>
    /// <param name="data">The data folder or list; null takes the recipe's. Without it there are no pictures, and the page says so.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="ResultsException">The folder is no run, one of its files cannot be read, or the report cannot be written.</exception>
    public static async Task<string> WriteAsync(RunFolder run, string? data = null)
    {
        run = run.Whole;
        var html = await RenderAsync(RunReport.Gather(run, data)).ConfigureAwait(false);
        AtomicFile.Write(run.Report, stream => stream.Write(html));
        return run.Report;
    }

    /// <summary>The page as UTF-8.</summary>
    internal static async Task<byte[]> RenderAsync(RunReport report, int limit = Limit)
    {
        await using var renderer = new StaticRenderer();
        var curves = await report.DrawCurvesAsync();
        while (true)
        {
            var page = Encoding.UTF8.GetBytes(await renderer.RenderAsync<ReportPage>(new Dictionary<string, object?>
            {
                [nameof(ReportPage.Report)] = report,
                [nameof(ReportPage.Curves)] = curves,
            }));
            if (page.Length <= limit || !report.HasPictures)
            {
                return page;
            }

            report = report.Thinned();
        }
    }
}
