namespace Kinora.Video.Drawing;

/// <summary>A colour to draw with, each part 0 to 255.</summary>
public readonly record struct Colour(byte Red, byte Green, byte Blue);
