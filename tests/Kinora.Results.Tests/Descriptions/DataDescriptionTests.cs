using System.Text.Json;
using Kinora.Results.Descriptions;

namespace Kinora.Tests.Results.Descriptions;

public sealed class DataDescriptionTests
{
    [Theory]
    [InlineData("7")]
    [InlineData("1 2")]
    [InlineData("3 1 2")]
    [InlineData("0.1 12.5 3 3 8.25 -4 1e3")]
    [InlineData("5 5 5 5")]
    public void Quartiles_are_those_of_NumPy(string values)
    {
        double[] numbers = [.. values.Split(' ').Select(double.Parse)];
        var script = "import numpy as np, json, sys\nv = np.array(sys.argv[1:], float)\nprint(json.dumps([len(v), *np.quantile(v, [0, 0.25, 0.5, 0.75, 1]), v.mean()]))";
        var expected = JsonSerializer.Deserialize<double[]>(Places.Run("/usr/bin/python3", ["-c", script, .. values.Split(' ')]))!;
        var found = Distribution.Of(numbers)!;
        double[] own = [found.Count, found.Min, found.LowerQuartile, found.Median, found.UpperQuartile, found.Max, found.Mean];
        // NumPy takes the way from the nearer end: the last bit may differ.
        Assert.All(expected.Zip(own), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * Math.Max(1, Math.Abs(pair.First))));
    }

    [Fact]
    public void No_values_have_no_distribution() => Assert.Null(Distribution.Of([]));

    [Fact]
    public void The_keys_of_its_JSON_are_these()
    {
        using var folder = Places.Temporary();
        var description = Made();
        Assert.Equal(Json, description.ToJson());
        File.WriteAllText(folder.File("a.json"), description.ToJson());
        Assert.Equal(Json, DataDescription.Load(folder.File("a.json")).ToJson());
    }

    [Fact]
    public void Nothing_that_can_be_read_leaves_measures_out()
    {
        var description = DataDescription.Of("a", null, null, [], [], [new BrokenFile("a.avi", null, null, "is empty")], [], []);
        Assert.Null(description.Measures);
        Assert.Equal((1, 1), (description.Files, description.Classes.Single().Broken));
        Assert.DoesNotContain("measures", description.ToJson(), StringComparison.Ordinal);
    }

    private static DataDescription Made() => DataDescription.Of(
        "clips",
        "csv",
        "person",
        ["run", "walk"],
        [
            new DescribedClip
            {
                File = "run/ä & <b>.avi", Label = "run", Split = "test", Group = "p1", Bytes = 1000, Seconds = 2, Frames = 50, FrameRate = 25, VariableRate = false,
                Width = 320, Height = 240, Codec = "mpeg4", Brightness = 100.5, Motion = 1.25, Warning = "breaks after 50 of 60 frames",
            },
            new DescribedClip
            {
                File = "walk/b.avi", Label = "walk", Split = "train", Group = "p1", Bytes = 500, Seconds = 4, Frames = 1, FrameRate = 0.25, VariableRate = true,
                Width = 160, Height = 120, Codec = "h264", Brightness = 50,
            },
        ],
        [new BrokenFile("walk/c.avi", "walk", "train", "is empty")],
        [new DuplicateFiles("ab12", 1000, ["run/ä & <b>.avi", "walk/d.avi"], ["run", "walk"], ["test"])],
        ["1 file not taken for a video: notes.txt"]);

    // Programs read these names: a change of one is a new format number.
    private const string Json =
        """
        {
          "format": 1,
          "name": "clips",
          "layout": "csv",
          "files": 3,
          "bytes": 1500,
          "seconds": 6,
          "group_kind": "person",
          "classes": [
            {
              "label": "run",
              "files": 1,
              "broken": 0,
              "groups": 1,
              "splits": [
                {
                  "value": "test",
                  "count": 1
                }
              ],
              "seconds": {
                "count": 1,
                "min": 2,
                "lower_quartile": 2,
                "median": 2,
                "upper_quartile": 2,
                "max": 2,
                "mean": 2
              },
              "brightness": {
                "count": 1,
                "min": 100.5,
                "lower_quartile": 100.5,
                "median": 100.5,
                "upper_quartile": 100.5,
                "max": 100.5,
                "mean": 100.5
              },
              "motion": {
                "count": 1,
                "min": 1.25,
                "lower_quartile": 1.25,
                "median": 1.25,
                "upper_quartile": 1.25,
                "max": 1.25,
                "mean": 1.25
              }
            },
            {
              "label": "walk",
              "files": 2,
              "broken": 1,
              "groups": 1,
              "splits": [
                {
                  "value": "train",
                  "count": 2
                }
              ],
              "seconds": {
                "count": 1,
                "min": 4,
                "lower_quartile": 4,
                "median": 4,
                "upper_quartile": 4,
                "max": 4,
                "mean": 4
              },
              "brightness": {
                "count": 1,
                "min": 50,
                "lower_quartile": 50,
                "median": 50,
                "upper_quartile": 50,
                "max": 50,
                "mean": 50
              }
            }
          ],
          "splits": [
            {
              "value": "train",
              "count": 2
            },
            {
              "value": "test",
              "count": 1
            }
          ],
          "groups": [
            {
              "name": "p1",
              "clips": 2,
              "classes": 2,
              "splits": [
                "train",
                "test"
              ]
            }
          ],
          "measures": {
            "seconds": {
              "count": 2,
              "min": 2,
              "lower_quartile": 2.5,
              "median": 3,
              "upper_quartile": 3.5,
              "max": 4,
              "mean": 3
            },
            "frames": {
              "count": 2,
              "min": 1,
              "lower_quartile": 13.25,
              "median": 25.5,
              "upper_quartile": 37.75,
              "max": 50,
              "mean": 25.5
            },
            "frame_rate": {
              "count": 2,
              "min": 0.25,
              "lower_quartile": 6.4375,
              "median": 12.625,
              "upper_quartile": 18.8125,
              "max": 25,
              "mean": 12.625
            },
            "width": {
              "count": 2,
              "min": 160,
              "lower_quartile": 200,
              "median": 240,
              "upper_quartile": 280,
              "max": 320,
              "mean": 240
            },
            "height": {
              "count": 2,
              "min": 120,
              "lower_quartile": 150,
              "median": 180,
              "upper_quartile": 210,
              "max": 240,
              "mean": 180
            },
            "brightness": {
              "count": 2,
              "min": 50,
              "lower_quartile": 62.625,
              "median": 75.25,
              "upper_quartile": 87.875,
              "max": 100.5,
              "mean": 75.25
            },
            "motion": {
              "count": 1,
              "min": 1.25,
              "lower_quartile": 1.25,
              "median": 1.25,
              "upper_quartile": 1.25,
              "max": 1.25,
              "mean": 1.25
            }
          },
          "resolutions": [
            {
              "value": "160x120",
              "count": 1
            },
            {
              "value": "320x240",
              "count": 1
            }
          ],
          "frame_rates": [
            {
              "value": "25",
              "count": 1
            },
            {
              "value": "variable",
              "count": 1
            }
          ],
          "codecs": [
            {
              "value": "h264",
              "count": 1
            },
            {
              "value": "mpeg4",
              "count": 1
            }
          ],
          "broken": [
            {
              "file": "walk/c.avi",
              "label": "walk",
              "split": "train",
              "reason": "is empty"
            }
          ],
          "duplicates": [
            {
              "sha256": "ab12",
              "bytes": 1000,
              "files": [
                "run/ä & <b>.avi",
                "walk/d.avi"
              ],
              "labels": [
                "run",
                "walk"
              ],
              "splits": [
                "test"
              ]
            }
          ],
          "notices": [
            "1 file not taken for a video: notes.txt"
          ],
          "clips": [
            {
              "file": "run/ä & <b>.avi",
              "label": "run",
              "split": "test",
              "group": "p1",
              "bytes": 1000,
              "seconds": 2,
              "frames": 50,
              "frame_rate": 25,
              "variable_rate": false,
              "width": 320,
              "height": 240,
              "codec": "mpeg4",
              "brightness": 100.5,
              "motion": 1.25,
              "warning": "breaks after 50 of 60 frames"
            },
            {
              "file": "walk/b.avi",
              "label": "walk",
              "split": "train",
              "group": "p1",
              "bytes": 500,
              "seconds": 4,
              "frames": 1,
              "frame_rate": 0.25,
              "variable_rate": true,
              "width": 160,
              "height": 120,
              "codec": "h264",
              "brightness": 50
            }
          ]
        }
        """;
}
