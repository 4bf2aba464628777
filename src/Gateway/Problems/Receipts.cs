using System.Globalization;
using AuthServe.GrainInterfaces.Outcomes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Problems;

/// <summary>Answers to writes.</summary>
internal static class Receipts
{
    /// <summary>The header that says which revision of the organization contains a write.</summary>
    public const string RevisionHeader = "AuthServe-Revision";

    /// <summary>Says which revision of the organization contains the write.</summary>
    public static void SetRevision(this HttpResponse response, long revision) =>
        response.Headers[RevisionHeader] = revision.ToString(CultureInfo.InvariantCulture);

    /// <summary>The answer to a write that answers nothing but its revision.</summary>
    public static Results<NoContent, Problem> Answer(this Outcome<Receipt> outcome, HttpResponse response)
    {
        if (!outcome.Succeeded(out var receipt, out var fault)) return Problem.Of(fault);
        response.SetRevision(receipt.Revision);
        return TypedResults.NoContent();
    }
}
