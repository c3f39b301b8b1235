using System.Text;

namespace Kinora.Cli.Tests;

/// <summary>Sound requests of every kind that the server answers, and what is left of them after something happened to their bytes.</summary>
/// <param name="target">What they speak of.</param>
internal sealed class WildRequests(WildRequests.Target target)
{
    private const int Longest = 100_000;

    private static readonly string[] methods = ["GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "P\0ST"];

    private static readonly string[] intruders =
    [
        "%00", "../", "..%2f..%2fetc%2fpasswd", "\"", "\r\n", "\n", ";", "%ff", "%", "%u0041", "-1", "0", "99999999999", "1e999", "NaN", "{", "[[[[", "\0", "é", "\u00ff\u00fe", "'", "' OR 1=1 --", "<script>",
        "&form=", "?", "#", "//", "\\", ":", ",", "=", "boundary=", "--b", "--b--", "\r\n\r\n", "HTTP/1.1", "HTTP/9.9", "chunked", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "filename*=UTF-8''%E0%A4%A", "charset=utf-7", "charset=nothing",
    ];

    private static readonly string[] types =
    [
        "multipart/form-data; boundary=b", "multipart/form-data", "multipart/form-data; boundary=\"\"", "multipart/mixed; boundary=b", "application/json", "application/json; charset=utf-7", "application/json; charset=utf-16",
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=nothing", "text/plain", "application/merge-patch+json", ";", "video/mp4",
    ];

    private static readonly string[] headers =
    [
        "Range: bytes=2-5", "Range: bytes=-5", "Range: bytes=9-2,0-0", "Range: bytes=99999999999-", "If-Range: \"x\"", "If-None-Match: *", "If-Match: \"x\"", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT", "Accept: text/vtt", "Accept: text/html",
        "Accept: */*;q=2", "Accept-Encoding: gzip, br", "Expect: 100-continue", "Expect: tea", "Upgrade: websocket\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\nSec-WebSocket-Version: 13", "Upgrade: h2c", "Origin: http://elsewhere", "Origin: null",
        "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-origin", "Cookie: kinora-form=CfDJ8", "Cookie: a=\"; b", "X-Forwarded-For: 1.2.3.4", "X-HTTP-Method-Override: DELETE", "Host: elsewhere", "Content-Encoding: gzip", "Content-Length: 0", "Content-Length: -1",
        "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Trailer: X", "Keep-Alive: timeout=1", "Authorization: Bearer", "Authorization: Basic !!!!", "X-Api-Key:", "X-Kinora-Form: x", "TE: trailers", "Last-Event-ID: 5", "X:\u00e9",
    ];

    /// <summary>What requests speak of.</summary>
    /// <param name="Host">The server, as requests name it.</param>
    /// <param name="Key">Its key.</param>
    /// <param name="Cookie">What it gave to a browser, NAME=VALUE.</param>
    /// <param name="Form">What its forms carry in their address.</param>
    /// <param name="Kept">A prediction that is done.</param>
    /// <param name="Upload">The video of that.</param>
    /// <param name="Spare">Another one, which may be deleted.</param>
    /// <param name="Clip">A small video.</param>
    public sealed record Target(string Host, string Key, string Cookie, string Form, string Kept, string Upload, string Spare, byte[] Clip);

    /// <summary>One request, changed.</summary>
    public byte[] Draw(Random random)
    {
        var (method, path, type, body) = Sound(random);
        if (random.Next(3) == 0)
        {
            type = random.OneOf(types);
        }

        var content = Encoding.Latin1.GetBytes(body).ToList();
        for (var changes = random.Next(3); changes > 0 && content.Count > 0; changes--)
        {
            Change(content, random);
        }

        // Half of the changed bodies come with their length, so that they are read to their end.
        var length = random.Next(2) == 0 ? content.Count : body.Length;
        var isChunked = body.Length > 0 && random.Next(8) == 0;
        var head = new StringBuilder($"{(random.Next(20) == 0 ? random.OneOf(methods) : method)} {path} HTTP/1.1\r\nHost: {target.Host}\r\n{Key(random)}\r\nCookie: {target.Cookie}\r\n");
        head.Append(random.Next(30) == 0 ? "" : "Connection: close\r\n");
        for (var more = random.Next(8) - 4; more > 0; more--)
        {
            head.Append(random.OneOf(headers)).Append("\r\n");
        }

        if (body.Length > 0)
        {
            head.Append($"Content-Type: {type}\r\n{(isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {length}")}\r\n");
        }

        head.Append("\r\n");
        if (isChunked)
        {
            head.Append($"{content.Count:x}\r\n");
            content.AddRange("\r\n0\r\n\r\n"u8);
        }

        List<byte> bytes = [.. Encoding.Latin1.GetBytes(head.ToString()), .. content];
        for (var changes = random.Next(6) - 2; changes > 0 && bytes.Count > 0; changes--)
        {
            Change(bytes, random);
        }

        return bytes.Count > 0 ? [.. bytes] : "x"u8.ToArray();
    }

    private (string Method, string Path, string Type, string Body) Sound(Random random)
    {
        const string Root = "/api/v1/predictions";
        const string Multipart = "multipart/form-data; boundary=b";
        const string Fields = "application/x-www-form-urlencoded";
        var one = $"{Root}/{target.Kept}";
        switch (random.Next(16))
        {
            case 0:
                return ("POST", $"{Root}?wait=0", Multipart, Form(random, ("model", "net")));
            case 1:
                return ("POST", $"/analyse?form={target.Form}", Multipart, Form(random, ("model", "")));
            case 2:
                return ("POST", $"{Root}?wait={random.OneOf(["0", "5", "60", "61", "-1", "x", "1e1", "NaN"])}", "application/json", random.Next(4) == 0 ? "[]" : $"{{\"upload\": \"{target.Upload}\", \"model\": {random.OneOf(["\"net\"", "null", "1", "\"none\""])}}}");
            case 3:
                return ("POST", $"/results/{target.Kept}/again?form={target.Form}", Fields, "model=net");
            case 4:
                return ("POST", $"/results/{target.Kept}/again?form={target.Form}", Multipart, $"--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nnet\r\n--b--\r\n");
            case 5:
                return ("POST", $"/results/{target.Spare}/delete?form={target.Form}", Fields, "from=history");
            case 6:
                // A page without its token, of whatever size.
                return ("POST", $"/results/{target.Spare}/{random.OneOf(["delete", "again"])}", Multipart, Form(random));
            case 7:
                return ("DELETE", $"{Root}/{target.Spare}", "", "");
            case 8:
                return ("GET", $"{Root}?search={random.OneOf(["a", "%25", "_", "%00", ""])}&before={target.Kept}&limit={random.OneOf(["5", "0", "101", "-1", "9999999999"])}", "", "");
            case 9:
                return ("GET", $"{one}/timeline?format={random.OneOf(["csv", "srt", "vtt", "json", "x", ""])}", "", "");
            case 10:
                return ("GET", $"{one}/frames/{random.OneOf(["8", "0", "-1", "99999999999", "007", "1.5"])}", "", "");
            case 11:
                return ("GET", $"/history?search={random.OneOf(["a", "%F0%9F%98%80", "'", "%"])}&before={target.Kept}", "", "");
            case 12:
                return ("GET", $"/experiments/{random.OneOf(["compare?run=a&run=b", "compare", "compare?run=a", "..", "%2e%2e%2f", "a", ""])}", "", "");
            default:
                return ("GET", random.OneOf([one, $"{one}/video", $"{one}/thumbnail", $"{one}/events", "/", $"/results/{target.Kept}", "/api", "/openapi/v1.json", "/api/v1/models", "/metrics", "/health/ready", "/health/live", "/assets/site.css", "*", "http://elsewhere/"]), "", "");
        }
    }

    private string Key(Random random) => random.Next(4) switch
    {
        0 => $"Authorization: Bearer {target.Key}",
        1 => $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"x:{target.Key}"))}",
        _ => $"X-Api-Key: {target.Key}",
    };

    // A file that is a video, or none, or none and long.
    private string Form(Random random, params (string Name, string Value)[] fields)
    {
        var name = random.OneOf(["a.mp4", "", "..\\..\\a.mp4", "../../../../tmp/a.mp4", "a\u0000b", "\u00e2\u0080\u00aegpj.mp4", new string('n', 3000), "C:\\a.avi"]);
        var file = random.Next(6) switch { 0 => Encoding.Latin1.GetString(target.Clip), 1 => new string('v', random.Next(Longest)), _ => "no video" };
        var form = new StringBuilder($"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: video/mp4\r\n\r\n{file}\r\n");
        foreach (var (field, value) in fields)
        {
            form.Append($"--b\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        }

        return form.Append("--b--\r\n").ToString();
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var (at, length) = WildBytes.Piece(bytes, random, 50);
        switch (random.Next(9))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 3 or 4 or 5:
                bytes.InsertRange(at, Encoding.Latin1.GetBytes(random.OneOf(intruders)));
                break;
            case 6:
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.Add((byte)'x');
                break;
            case 7:
                // Longer than anybody allows for a line, or a little less.
                bytes.InsertRange(at, Enumerable.Repeat((byte)random.OneOf("a%/; \n-".ToCharArray()), random.OneOf([100, 1000, 8000, 17_000, Longest])));
                break;
            default:
                WildBytes.Overwrite(bytes, at, WildBytes.Extreme(random));
                break;
        }
    }
}
