using System.Text;
using Kinora.Reports.Charts;

namespace Kinora.Reports.Sections;

/// <summary>The style sheet of a report, for a file or a page of a server: it refers to nothing outside itself.</summary>
public static class ReportStyle
{
    /// <summary>A shade of the confusion matrix stands for so many parts of a row.</summary>
    internal const int Shades = 20;

    /// <summary>The rules that hold on a light ground and in print; a page that lets people choose adds <see cref="Dark"/> itself.</summary>
    public static string Light { get; } = $"{Sheet("report.css")}\n{ShadesOf(Palette.Shade, Palette.InkOn)}";

    /// <summary>The rules that hold besides on a dark screen.</summary>
    public static string Dark { get; } = $"{Sheet("dark.css")}{ShadesOf(Palette.DarkShade, Palette.InkOnDark)}";

    /// <summary>The whole style sheet: dark where the system is.</summary>
    public static string Css { get; } = $"{Light}\n@media screen and (prefers-color-scheme: dark) {{\n{Dark}}}\n";

    /// <summary>The class of a cell that holds this share of its row.</summary>
    internal static string ShadeClass(double share) => $"s{(int)Math.Round(share * Shades)}";

    private static string Sheet(string name)
    {
        using var reader = new StreamReader(typeof(ReportStyle).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static string ShadesOf(Func<double, string> ground, Func<double, string> ink)
    {
        var rules = new StringBuilder();
        for (var shade = 0; shade <= Shades; shade++)
        {
            var share = (double)shade / Shades;
            rules.Append($".kr .kr-matrix tbody .s{shade} {{ background: {ground(share)}; color: {ink(share)}; }}\n");
        }

        return rules.ToString();
    }
}
