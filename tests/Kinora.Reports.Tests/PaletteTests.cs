using System.Globalization;
using Kinora.Reports.Charts;

namespace Kinora.Tests.Reports;

public class PaletteTests
{
    [Fact]
    public void Shades_on_a_dark_ground_lighten_steadily_and_text_on_them_can_be_read()
    {
        var before = 0.0;
        for (var share = 0; share <= 100; share++)
        {
            var shade = Luminance(Palette.DarkShade(share / 100.0));
            var ink = Luminance(Palette.InkOnDark(share / 100.0));
            var contrast = (Math.Max(shade, ink) + 0.05) / (Math.Min(shade, ink) + 0.05);

            Assert.True(shade > before, $"{share} % is not lighter than {share - 1} %");
            Assert.True(contrast >= 4.5, $"text on {share} % has a contrast of {contrast:F2}");
            before = shade;
        }
    }

    [Fact]
    public void Shades_darken_steadily_and_text_on_them_can_be_read()
    {
        var before = 1.0;
        for (var share = 0; share <= 100; share++)
        {
            var shade = Luminance(Palette.Shade(share / 100.0));
            var ink = Luminance(Palette.InkOn(share / 100.0));
            var contrast = (Math.Max(shade, ink) + 0.05) / (Math.Min(shade, ink) + 0.05);

            Assert.True(shade < before, $"{share} % is not darker than {share - 1} %");

            // What WCAG asks of small text.
            Assert.True(contrast >= 4.5, $"text on {share} % has a contrast of {contrast:F2}");
            before = shade;
        }
    }

    // Relative luminance, https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
    private static double Luminance(string color)
    {
        var parts = Enumerable.Range(0, 3)
            .Select(part => int.Parse(color.AsSpan(1 + (2 * part), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(value => value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))
            .ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }
}
