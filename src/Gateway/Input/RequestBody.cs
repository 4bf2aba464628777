using System.Buffers;
using System.IO.Pipelines;

namespace AuthServe.Gateway.Input;

internal static class RequestBody
{
    /// <summary>Reads a body to its end and makes something of it, which must not keep the bytes.</summary>
    /// <exception cref="BadHttpRequestException">The body is longer than the endpoint reads.</exception>
    public static async ValueTask<T> ReadAsync<T>(
        this PipeReader body, Func<ReadOnlySequence<byte>, T> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await body.ReadAsync(cancellationToken);
            if (result.IsCompleted)
            {
                var made = read(result.Buffer);
                body.AdvanceTo(result.Buffer.End);
                return made;
            }

            body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
