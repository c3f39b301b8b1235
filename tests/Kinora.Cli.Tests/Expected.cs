using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>Compares with a text kept in Expectations. KINORA_ACCEPT=1 writes the text instead; read what changed before it is kept.</summary>
internal static class Expected
{
    public static void Equal(string name, string actual)
    {
        var file = Path.Combine(Places.Repository, "tests", "Kinora.Cli.Tests", "Expectations", name);
        if (Environment.GetEnvironmentVariable("KINORA_ACCEPT") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"no {file}: run the test with KINORA_ACCEPT=1 and read what it wrote");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
