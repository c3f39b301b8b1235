using System.Xml.Linq;

namespace Kinora.Reports;

/// <summary>Takes the picture out of the page element that Radzen renders around it.</summary>
internal static class RadzenSvg
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The drawing of a chart, as an SVG group.</summary>
    /// <param name="html">What <c>RadzenChart</c> rendered.</param>
    public static string Extract(string html)
    {
        var drawing = XElement.Parse(html.Trim()).Elements("svg").Single().Elements("g").Single();

        // Clip paths serve zooming, which a picture does not do; they halve a line that runs along the edge, at 100 %,
        // and their names are drawn at random, so that one run would give two different files.
        drawing.Elements("defs").Remove();
        foreach (var element in drawing.DescendantsAndSelf().ToArray())
        {
            element.Name = Svg + element.Name.LocalName;
            if (element.Attribute("style") is { } style)
            {
                style.Value = string.Join(';', style.Value.Split(';').Where(rule => !rule.Contains("clip-path", StringComparison.Ordinal)));
            }

            // An empty stroke or fill is an error in an SVG file.
            element.Attributes().Where(attribute => string.IsNullOrWhiteSpace(attribute.Value)).Remove();
        }

        return drawing.ToString(SaveOptions.DisableFormatting);
    }
}
