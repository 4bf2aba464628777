namespace AuthServe.Gateway.Pages;

/// <summary>Says to a person what went wrong and that the flow ends here.</summary>
/// <param name="Title">A few words.</param>
/// <param name="Detail">One or two sentences, without secrets.</param>
/// <param name="Code">The code of the problem or of the OAuth error; null shows none.</param>
/// <param name="TraceId">Names the request in the logs.</param>
public sealed record PageErrorView(string Title, string Detail, string? Code, string TraceId);
