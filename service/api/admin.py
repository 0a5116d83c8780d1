"""AdminService: running jobs, and following events."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

from gongji import v1
from gongji.v1.admin_service_pb2_grpc import AdminServiceServicer
from service.api import convert_events, convert_jobs
from service.api.call import Call
from service.api.following import Following, cursor_of
from service.api.paging import Pages
from service.api.reads import Reads
from service.jobs.runner import Runner
from service.storage.events import Place
from service.storage.job_runs import RunCursor


class Admin(AdminServiceServicer):
    def __init__(self, runner: Runner, following: Following, reads: Reads, pages: Pages) -> None:
        self._runner = runner
        self._following = following
        self._reads = reads
        self._pages = pages

    async def RunJob(self, request: v1.RunJobRequest, call: Call) -> AsyncIterator[v1.RunJobResponse]:
        asked = self._reads.asked(request, convert_jobs.run_job)
        call.region = asked.region

        def clock() -> datetime:
            return call.now if call.time_given else datetime.now(UTC)

        async for progress in self._runner.run(asked.job, asked.region, asked.period, clock):
            yield v1.RunJobResponse(run=convert_jobs.job_run(progress.run), to_look_at=progress.total)

    async def ListJobs(self, request: v1.ListJobsRequest, call: Call) -> v1.ListJobsResponse:
        asked = self._reads.asked(request, convert_jobs.list_jobs)
        after = self._pages.cursor(request, RunCursor)
        call.region = asked.region
        found = await self._runner.runs(asked.region, asked.job, after=after, limit=asked.page_size + 1)
        page, more = found[: asked.page_size], found[asked.page_size :]
        last = page[-1] if more else None
        token = self._pages.token(request, RunCursor(last.started_time, last.period, last.job)) if last else ""
        return v1.ListJobsResponse(runs=map(convert_jobs.job_run, page), next_page_token=token)

    async def WatchEvents(self, request: v1.WatchEventsRequest, call: Call) -> AsyncIterator[v1.WatchEventsResponse]:
        asked = self._reads.asked(request, convert_jobs.watch_events)
        self._reads.check_served(asked.region)
        call.region = asked.region
        start = asked.place or Place(asked.region, 0)
        if asked.place is None and asked.new_only:
            start = await self._following.end(asked.region)
            yield v1.WatchEventsResponse(cursor=cursor_of(start))
        async for events, place in self._following.follow(start):
            wanted = (event for event in events if not asked.types or event.type in asked.types)
            yield v1.WatchEventsResponse(events=map(convert_events.event, wanted), cursor=cursor_of(place))
