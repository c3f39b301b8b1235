using Kinora.Tests;

namespace Kinora.Data.Tests.Readers;

/// <summary>The official lists of the test data, copied as their publishers lay them out, and trees of empty files with the names they list.</summary>
internal static class OfficialLists
{
    public static string[] UcfNames(string list) =>
        [.. File.ReadLines(Places.RealData("lists", "ucfTrainTestlist", list)).Select(line => line.Split(' ')[0].Trim()).Where(name => name.Length > 0)];

    /// <summary>All 13,320 clips as a fresh unpacking has them: UCF-101/ beside ucfTrainTestlist/.</summary>
    public static string Ucf(TemporaryFolder folder, Func<string, bool>? which = null)
    {
        CopyInto(Places.RealData("lists", "ucfTrainTestlist"), folder.File("ucfTrainTestlist"));
        Make(folder, [.. UcfNames("trainlist01.txt").Concat(UcfNames("testlist01.txt")).Where(which ?? (_ => true)).Select(name => "UCF-101/" + name)]);
        return folder.Path;
    }

    /// <summary>All 6,766 clips of HMDB51 in class folders, beside the folder of its lists.</summary>
    public static string Hmdb(TemporaryFolder folder, Func<string, bool>? which = null)
    {
        var lists = Places.RealData("lists", "hmdb51_splits");
        CopyInto(lists, folder.File("testTrainMulti_7030_splits"));
        var names = Directory.GetFiles(lists, "*_test_split1.txt").SelectMany(list =>
            File.ReadLines(list).Select(line => line.Split(' ')[0]).Where(name => name.Length > 0).Select(name => $"hmdb51/{Path.GetFileName(list)[..^"_test_split1.txt".Length]}/{name}"));
        Make(folder, [.. names.Where(which ?? (_ => true))]);
        return folder.Path;
    }

    /// <summary>The 599 files of KTH in class folders, with 00sequences.txt among them.</summary>
    public static string Kth(TemporaryFolder folder, Func<string, string>? placeOf = null, bool withSequences = true, Func<string, bool>? which = null)
    {
        var sequences = Places.RealData("lists", "kth_00sequences.txt");
        var names = File.ReadLines(sequences).Where(line => line.StartsWith("person", StringComparison.Ordinal) && line.Contains("frames", StringComparison.Ordinal)).Select(line => line.Split('\t', ' ')[0]);
        Make(folder, [.. names.Where(which ?? (_ => true)).Select(name => (placeOf ?? (one => one.Split('_')[1]))(name) + $"/{name}_uncomp.avi")]);
        if (withSequences)
        {
            File.Copy(sequences, folder.File("00sequences.txt"));
        }

        return folder.Path;
    }

    public static void Make(TemporaryFolder folder, IReadOnlyCollection<string> names)
    {
        foreach (var place in names.Select(Path.GetDirectoryName).Distinct())
        {
            Directory.CreateDirectory(folder.File(place!));
        }

        foreach (var name in names)
        {
            File.Create(folder.File(name)).Dispose();
        }
    }

    private static void CopyInto(string lists, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var list in Directory.GetFiles(lists))
        {
            File.Copy(list, Path.Combine(folder, Path.GetFileName(list)));
        }
    }
}
